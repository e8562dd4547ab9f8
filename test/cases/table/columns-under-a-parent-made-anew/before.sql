create table public.t (k bigint, a integer not null default 3, constraint ck check (a > 1)) partition by range (k);
create table public.t_0 partition of public.t for values from (0) to (100);
create table public.rest partition of public.t default;
