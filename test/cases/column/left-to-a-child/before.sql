create table public.p (a integer, b integer, g integer);
create table public.c () inherits (public.p);
create table public.d () inherits (public.c);
create table public.e () inherits (public.p);
