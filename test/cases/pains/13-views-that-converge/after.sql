create table public.people (id integer, name text, "Full Name" text, "order" integer);
create view public.everything as select * from public.people;
create view public.aliased as select p.id as "ID", p."Full Name", p."order" o, coalesce(p.name, '') from public.people as p;
create view public.joined as select a.*, b.name as other from public.people a join public.people b using (id);
create view public.nested as with x as (select * from public.everything) select * from x where (id between 1 and 9) and name not like 'A%' and name in ('a', 'b');
create view public.subselect as select (select max(id) from public.people) as top, array(select id from public.people) as ids, cast('2020-01-01' as date) as day;
