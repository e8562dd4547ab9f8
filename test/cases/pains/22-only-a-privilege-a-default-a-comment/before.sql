create table public.a (id integer);
create table public.b (id integer, n integer);
create table public.c (id integer);
create function public.f() returns integer language sql as 'select 1';
create domain public.d as text;
create sequence public.s;
