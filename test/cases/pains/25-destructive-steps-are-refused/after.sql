create table public.people (id integer, name text);
