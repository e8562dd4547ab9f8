create table public.n1 (k int) partition by range (k);
create table public.n1p partition of public.n1 for values from (0) to (10) partition by range (k);
create table public.n1q partition of public.n1p default;
