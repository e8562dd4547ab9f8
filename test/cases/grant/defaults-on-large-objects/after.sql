alter default privileges grant select on large objects to app_reader;
