create table public.people (id integer, name text);
create view public.names as select id, name from public.people;
grant select on public.names to app_reader;
grant select (id) on public.names to app_reader;
