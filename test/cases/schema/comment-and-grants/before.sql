create schema app;
comment on schema app is 'Old';
grant usage on schema app to app_reader;
