create table public.q (k int) partition by range (k);
create table public.q1 partition of public.q for values from (0) to (10);
create index qi on public.q using brin (k);
create table public.u (k int) partition by range (k);
create table public.u1 partition of public.u for values from (0) to (10);
create index ui on public.u (k desc);
