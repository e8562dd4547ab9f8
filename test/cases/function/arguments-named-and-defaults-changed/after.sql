create function public.scaled(a integer, b double precision default coalesce(1, 2)) returns integer language sql immutable as 'select 1';
create function public.picked(variadic list integer[]) returns integer language sql as 'select 1';
create function public.tagged(tags text[] default '{a, b, c}', ratio numeric default round(2.5, 1)) returns integer language sql as 'select 1';
create procedure public.run("in" integer) language sql as '';
create view public.v as select public.scaled(1, 2) as a, public.tagged() as b, public.picked(1, 2) as c;
