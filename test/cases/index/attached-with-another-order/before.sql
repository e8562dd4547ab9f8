create table public.n2 (k bigint) partition by range (k);
create table public.n2p partition of public.n2 for values from (minvalue) to (100);
create index n3 on public.n2 (k desc) with (fillfactor = 70);
