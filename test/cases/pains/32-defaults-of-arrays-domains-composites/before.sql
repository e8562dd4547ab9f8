create domain public.price as numeric(10, 2) check (value >= 0);
create type public.spot as (x integer, y integer);
create type public.mood as enum ('good', 'bad');
create table public.t (id integer);
