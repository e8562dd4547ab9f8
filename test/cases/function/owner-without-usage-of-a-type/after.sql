create schema closed;
create type closed.mood as enum ('good', 'bad');
create function public.as_mood(closed.mood) returns integer language sql stable as 'select 2';
alter function public.as_mood(closed.mood) owner to app_owner;
comment on function public.as_mood(closed.mood) is 'a mood as a number';
