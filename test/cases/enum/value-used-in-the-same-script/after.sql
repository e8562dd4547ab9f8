create type public.mood as enum ('sad', 'ok');
create table public.people (id integer, mood public.mood default 'ok');
alter type public.mood add value 'happy';
alter table public.people alter column mood set default 'happy';
alter type public.mood add value 'glad' before 'happy';
create view public.cheerful as select id from public.people where mood in ('glad', 'happy');
