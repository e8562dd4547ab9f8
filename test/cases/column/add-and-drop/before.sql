create table public.people (id integer primary key, name text, old text);
