create table public.t (id integer);
grant all on public.t to app_writer;
create schema app;
grant all on schema app to app_writer;
create type public.mood as enum ('a');
