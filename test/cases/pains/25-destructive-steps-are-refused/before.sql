create table public.people (id integer, name text);
create table public.old (id integer);
