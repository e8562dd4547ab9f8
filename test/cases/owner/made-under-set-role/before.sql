create schema app;
grant usage, create on schema app to app_owner;
grant usage on schema app to app_other with grant option;
create table app.a (id integer, name text);
