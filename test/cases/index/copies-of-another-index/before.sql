create table public.t (id integer, a integer, b integer) partition by list (id);
create table public.t_1 partition of public.t for values in (1);
create table public.t_2 partition of public.t for values in (2);
create index t_by on public.t (a) where a > 0;
