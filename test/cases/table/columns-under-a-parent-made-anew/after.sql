create table public.t (k integer) partition by range (k);
create table public.rest partition of public.t default;
