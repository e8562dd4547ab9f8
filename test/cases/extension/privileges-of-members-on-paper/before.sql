create extension dblink;
create extension pgstattuple;
create extension pg_stat_statements;
grant execute on function dblink_disconnect(text) to app_writer;
grant select (query) on pg_stat_statements to app_reader;
