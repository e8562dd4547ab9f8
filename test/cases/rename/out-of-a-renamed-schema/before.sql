create schema old;
create domain old.d as bigint;
create table old.t (id integer);
create table public.u (x old.d);
