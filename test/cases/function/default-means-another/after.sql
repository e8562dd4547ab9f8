create function public.amount(bigint) returns integer language sql immutable as 'select 2';
create table public.t (id integer primary key, n integer default public.amount(1::bigint));
