create schema crm; create type crm.e as enum ('a'); create function crm.f(e crm.e, n numeric(10,2)) returns int language sql as 'select 1'; create table t (a int default crm.f('a', 1));
