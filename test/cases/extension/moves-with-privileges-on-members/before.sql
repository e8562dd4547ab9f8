create schema s; create extension hstore; grant execute on all functions in schema public to app_reader; grant usage on type hstore to app_writer;
