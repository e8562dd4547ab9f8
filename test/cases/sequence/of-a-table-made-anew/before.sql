create table public.t (id serial, a integer, b integer) partition by list (a);
create table public.t_1 partition of public.t for values in (1);
