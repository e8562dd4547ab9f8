create table public.people (id integer, name text);
create index people_name_idx on public.people (name);
