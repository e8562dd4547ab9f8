create table public.p (k integer, fresh integer not null, n integer not null, primary key (fresh, k)) partition by list (k);
create table public.p_2 partition of public.p for values in (1, 2, 3);
create table public.p_1 partition of public.p for values in (21);
create index on public.p_1 (k);
