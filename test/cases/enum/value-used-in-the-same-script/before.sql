create type public.mood as enum ('sad', 'ok');
create table public.people (id integer, mood public.mood default 'ok');
