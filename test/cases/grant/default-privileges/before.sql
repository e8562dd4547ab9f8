alter default privileges in schema public grant select on tables to app_reader;
alter default privileges in schema public grant execute on functions to app_writer;
create table public.a (id integer);
