create table public.p (k integer, old integer not null, n integer not null, primary key (old, k)) partition by list (k);
create table public.p_1 partition of public.p for values in (21);
create index on public.p_1 (k);
