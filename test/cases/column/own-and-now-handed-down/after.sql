create domain public.small as integer check (value < 100);
create table public.p (id integer, n character varying(10)[]);
create table public.c (n character varying(10)[]) inherits (public.p);
create table public.t (a public.small, b integer[], c public.small[]);
