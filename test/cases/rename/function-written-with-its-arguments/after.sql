create schema crm; create type crm.e as enum ('a');
-- reconcile: renamed_from crm.f(crm.e, numeric)
create function crm.g(e crm.e, n numeric(10,2)) returns int language sql as 'select 1'; create table t (a int default crm.g('a', 1));
