create schema app;
comment on schema app is E'It''s new\nand has \\ two lines';
grant create on schema app to app_writer;
grant usage on schema app to app_writer with grant option;
