create schema src;
create schema dst;
-- reconcile: renamed_from dst.things
create table src.thing (id serial primary key, n int references src.thing);
create index thing_n on src.thing (n);
-- reconcile: renamed_from dst.f
create function src.f() returns int language sql as 'select 1';
create view uses as select n, src.f() from src.thing;
