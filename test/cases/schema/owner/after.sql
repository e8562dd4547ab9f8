create schema app authorization app_other;
grant usage on schema app to app_reader;
create table app.notes (id integer);
alter table app.notes owner to app_owner;
