create table public.t (id integer);
grant select, insert, update, delete, truncate, references, trigger on public.t to app_writer;
grant all on public.t to app_writer;
create schema app;
grant usage, create on schema app to app_writer;
create type public.mood as enum ('a');
grant all on type public.mood to public;
