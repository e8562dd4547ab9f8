create table public.t (k int, b int, unique (k, b)) partition by list (k);
create index on public.t (b);
create index on public.t (lower(b::text), k);
create table public.t1 partition of t for values in (1);
create table public.t2 partition of t for values in (2) partition by list (b);
create table public.t21 partition of t2 for values in (2);
