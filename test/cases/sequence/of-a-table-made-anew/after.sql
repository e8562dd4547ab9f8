create table public.t (id serial, a integer, b integer) partition by list (b);
create table public.t_1 (id integer not null, a integer, b integer);
