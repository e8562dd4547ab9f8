create table public.people (
  id integer,
  a text default E'it''s\\new',
  b integer,
  c timestamptz default clock_timestamp(),
  d text default upper('d'),
  e timestamptz default '2021-06-01 12:30+00'
);
