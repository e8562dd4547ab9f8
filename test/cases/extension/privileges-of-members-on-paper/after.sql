create extension dblink;
create extension pgstattuple;
create extension pg_stat_statements;
revoke execute on function dblink_disconnect() from public;
grant execute on function dblink_disconnect() to app_reader;
revoke execute on function pgstattuple(text) from pg_stat_scan_tables;
revoke select on pg_stat_statements from public;
grant select (calls) on pg_stat_statements to app_writer;
