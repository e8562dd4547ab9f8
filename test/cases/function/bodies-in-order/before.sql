create table public.people (id integer);
