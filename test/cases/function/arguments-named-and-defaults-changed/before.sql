create function public.scaled(integer, double precision) returns integer language sql immutable as 'select 1';
create function public.picked(variadic integer[]) returns integer language sql as 'select 1';
create function public.tagged(tags text[] default '{a, b}', ratio numeric default round(1.5, 1)) returns integer language sql as 'select 1';
create procedure public.run(integer) language sql as '';
create view public.v as select public.scaled(1, 2) as a, public.tagged() as b, public.picked(1, 2) as c;
