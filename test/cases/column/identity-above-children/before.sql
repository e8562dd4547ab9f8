create table public.p (a int);
create table public.c (b int) inherits (public.p);
create table public.g () inherits (public.c);
