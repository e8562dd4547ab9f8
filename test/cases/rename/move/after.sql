create schema src;
create schema dst;
-- reconcile: renamed_from src.thing
create table dst.things (id serial primary key, n int references dst.things);
create index thing_n on dst.things (n);
-- reconcile: renamed_from src.f
create function dst.f() returns int language sql as 'select 1';
create view uses as select n, dst.f() from dst.things;
