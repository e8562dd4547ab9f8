create table public.p (a integer);
create table public.c (b integer, g integer generated always as (7) stored) inherits (public.p);
create table public.d () inherits (public.c);
create table public.e () inherits (public.p);
