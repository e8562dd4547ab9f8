create domain public.small as integer check (value < 100);
create table public.p (id integer);
create table public.c (n integer) inherits (public.p);
create table public.t (a text[], b public.small[], c integer[]);
