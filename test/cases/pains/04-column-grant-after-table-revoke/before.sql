create table public.people (id integer, name text, salary numeric);
grant select, update on public.people to app_reader;
grant select (name) on public.people to app_reader;
