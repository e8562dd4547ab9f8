alter default privileges in schema public grant select on tables to app_reader;
alter default privileges in schema public grant execute on functions to app_writer;
create table public.a (id integer);
create table public.b (id integer);
create function public.f() returns integer language sql as $$select 1$$;
