create table public.a (id serial primary key);
create table public.b (id bigint generated always as identity primary key);
create table public.c (id integer primary key);
