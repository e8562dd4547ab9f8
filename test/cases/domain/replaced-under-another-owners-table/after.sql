create domain public.d as bigint constraint k check (value > 0);
alter domain public.d owner to app_owner;
create table public.t (a smallint, b public.d[], c integer);
create table public.u (x bigint) inherits (public.t);
