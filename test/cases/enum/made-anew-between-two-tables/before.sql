create type public.mood as enum ('sad', 'ok', 'happy');
create table public.old (id integer, is_now public.mood);
create view public.people as select id from public.old where is_now is not null;
create function public.someone() returns integer language sql begin atomic select id from public.old where is_now is not null; end;
