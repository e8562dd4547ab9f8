create schema closed;
create type closed.mood as enum ('good', 'bad');
create function public.of_mood(closed.mood) returns integer language sql as 'select 1';
alter function public.of_mood(closed.mood) owner to app_owner;
create function public.as_mood(closed.mood) returns integer language sql as 'select 1';
alter function public.as_mood(closed.mood) owner to app_owner;
