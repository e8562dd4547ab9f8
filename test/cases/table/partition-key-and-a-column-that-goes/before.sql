create table public.p (k integer not null, gone text default 'a' check (gone <> ''), n integer not null) partition by range (k);
create table public.p_1 partition of public.p for values from (0) to (10);
create index p_gone on public.p (gone);
