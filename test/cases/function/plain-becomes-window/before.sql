create function public.nth(anyelement, integer) returns anyelement language sql immutable as 'select $1';
create table public.t (id integer);
create view public.v as select public.nth(id, 2) as n from public.t;
