create table public.a (id integer not null, g integer generated always as (id * 4) stored not null, h integer generated always as (id * 5) stored);
