create function public.nth(anyelement, integer) returns anyelement language internal window immutable strict as 'window_nth_value';
create table public.t (id integer);
create view public.v as select public.nth(id, 2) over (order by id) as n from public.t;
