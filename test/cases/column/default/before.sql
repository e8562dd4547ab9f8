create table public.people (
  id integer,
  a text default 'x',
  b integer default 1,
  c timestamptz default now(),
  d text,
  e timestamptz default '2020-01-01 00:00+00'
);
