create table public.p (k integer, c bigint) partition by range (k);
create table public.p0 partition of public.p for values from (0) to (10);
create index x on public.p using hash (c);
