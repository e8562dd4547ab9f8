create table public.other (id integer);
