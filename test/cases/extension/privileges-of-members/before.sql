create extension citext with schema public;
create table public.people (id integer, name citext);
