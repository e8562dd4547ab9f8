create schema s;
create table public.a (x integer);
create table public.b (y integer);
create table s.child (x integer, y integer, z integer) inherits (public.a);
