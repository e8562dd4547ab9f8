create sequence public.q;
create table public.t (id integer default nextval('public.q'), x text default 'a', a integer) partition by list (a);
create table public.t_1 partition of public.t for values in (1);
create table public.t_2 partition of public.t (x default 'b') for values in (2) partition by list (id);
create table public.t_2_1 partition of public.t_2 for values in (1);
create table public.p (n integer default 1, m integer);
create table public.c (m integer default 5) inherits (public.p);
