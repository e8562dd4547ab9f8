create table public.things (id integer);
