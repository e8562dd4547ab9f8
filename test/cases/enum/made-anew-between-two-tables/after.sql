create type public.mood as enum ('happy', 'ok');
create table public.young (id integer, is_now public.mood, at date);
create view public.people as select id from public.young where is_now is not null;
create function public.someone() returns integer language sql begin atomic select id from public.young where is_now is not null; end;
