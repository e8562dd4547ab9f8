create table public.a (id integer not null, g integer generated always as (id * 2) stored, h integer generated always as (id * 3) stored not null);
