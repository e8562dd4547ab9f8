create schema app;
create table app.people (id integer, name text);
alter table app.people owner to app_owner;
grant select on app.people to app_reader;
create view app.names as select name from app.people;
alter view app.names owner to app_owner;
