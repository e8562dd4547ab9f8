create schema app;
grant usage, create on schema app to app_owner;
grant usage on schema app to app_other with grant option;
create table app.a (id integer, name text);
set role app_other;
grant usage on schema app to app_reader;
set session authorization app_owner; -- as pg_dump may write it
create table app.b (id integer primary key);
grant select on app.b to app_other with grant option;
create view app.v as select id from app.b;
reset session authorization;
grant insert on app.b to app_writer;
set role app_other;
grant select on app.b to app_reader;
reset role;
reset session authorization;
create table app.c (id integer);
