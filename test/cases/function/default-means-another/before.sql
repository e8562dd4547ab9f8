create function public.amount(integer) returns integer language sql immutable as 'select 1';
create table public.t (id integer primary key, n integer default public.amount(1));
