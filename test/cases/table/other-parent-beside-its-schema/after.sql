create schema s;
grant usage on schema s to app_reader;
create table public.a (x integer);
create table public.b (y integer);
create table s.child (x integer, y integer, z integer) inherits (public.b);
