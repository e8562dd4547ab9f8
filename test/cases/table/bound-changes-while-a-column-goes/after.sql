create table public.p (k bigint, t bigint, fresh text not null default 'x') partition by range (k);
create table public.p_1 partition of public.p for values from (0) to (10);
create table public.p_2 partition of public.p for values from (200) to (300);
create index p_t on public.p (t);
