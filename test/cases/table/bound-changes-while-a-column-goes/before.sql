create table public.p (k bigint, gone numeric not null, t integer, constraint c check (gone > 0)) partition by range (k);
create table public.p_1 partition of public.p for values from (0) to (50);
create table public.p_2 partition of public.p for values from (200) to (300);
create index p_gone on public.p (gone, k);
