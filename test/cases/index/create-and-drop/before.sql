create table public.people (id integer, name text, email text, data jsonb, born date);
