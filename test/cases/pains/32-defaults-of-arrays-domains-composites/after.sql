create domain public.price as numeric(10, 2) default 1.50 check (value >= 0);
create type public.spot as (x integer, y integer);
create type public.mood as enum ('good', 'bad');
create table public.t (id integer,
  tags text[] not null default '{}', grid integer[][] default array[[1, 2], [3, 4]], moods public.mood[] default '{good,bad}',
  cost public.price default 9.9, costs public.price[] default array[1, 2]::public.price[],
  at public.spot default row(1, 2)::public.spot, spots public.spot[] default array[(1, 2)]::public.spot[],
  stamp timestamptz default '2020-01-01 00:00', data jsonb default '{"a": [1, 2]}', span interval default '1 day 2 hours', bits bit(3) default b'101', raw bytea default '\xdead');
