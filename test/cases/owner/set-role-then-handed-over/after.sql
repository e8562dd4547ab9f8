create schema app;
grant usage, create on schema app to app_owner, app_other;
set role app_owner;
create table app.a (id integer);
grant update on app.a to app_reader;
reset role;
alter table app.a owner to app_other;
create table app.b (id integer);
alter table app.b owner to app_owner;
