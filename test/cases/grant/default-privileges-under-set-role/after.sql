create schema app; grant usage, create on schema app to app_owner;
set role app_owner;
alter default privileges in schema app grant select on tables to app_reader;
alter default privileges revoke execute on functions from public;
create table app.t (a int);
create function app.f() returns int language sql as 'select 1';
reset role;
create table app.u (a int);
create function app.g() returns int language sql as 'select 1';
