create schema app;
comment on schema app is 'The application';
grant usage on schema app to app_reader;
grant usage, create on schema app to app_writer;
create table app.notes (id integer);
