create table public.log (at integer not null) partition by range (at);
create index log_at on only public.log (at);
create table public.kept (at integer not null) partition by range (at);
create table public.kept_1 partition of public.kept for values from (0) to (10);
create index kept_at on only public.kept (at);
create index kept_1_own on public.kept_1 (at);
alter index public.kept_at attach partition public.kept_1_own;
