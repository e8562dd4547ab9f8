create table public.people (id integer, name text, salary numeric);
grant select (id, name), update (name) on public.people to app_reader;
