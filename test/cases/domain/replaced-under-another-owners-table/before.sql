create schema old;
create domain public.d as integer constraint k check (value >= 0);
alter domain public.d owner to app_owner;
create table old.t (a smallint, b public.d[], c integer);
grant select on old.t to app_reader;
create table old.u (x bigint) inherits (old.t);
create function old.f() returns setof old.t language sql stable as 'select * from old.t';
