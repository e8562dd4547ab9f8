create table public.people (id integer, name text collate "C");
create index people_name_idx on public.people (name);
