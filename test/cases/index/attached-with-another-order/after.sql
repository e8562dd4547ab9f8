create table public.n2 (k bigint) partition by range (k);
create table public.n2p partition of public.n2 for values from (0) to (100);
create index on public.n2p (k);
create index n3 on public.n2 (k desc) with (fillfactor = 70);
create table public.m2 (k bigint) partition by range (k);
create table public.m2p partition of public.m2 for values from (0) to (100);
create index on public.m2p (k);
create index m3 on public.m2 (k) with (fillfactor = 70);
