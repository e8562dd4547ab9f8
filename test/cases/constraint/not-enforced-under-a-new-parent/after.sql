create table public.p (a integer, constraint a_small check (a < 10) not enforced);
create table public.c (b integer) inherits (public.p);
