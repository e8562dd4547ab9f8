create schema s; create extension hstore schema s; grant usage on type s.hstore to app_other; create table t (h s.hstore); grant execute on all functions in schema s to app_writer;
