create table public.people (
  id bigint primary key,
  a text default '5',
  b varchar(20) default 'b',
  c integer,
  d numeric(12, 2) not null default 0,
  e timestamptz,
  f varchar(5)[],
  g jsonb
);
create index people_b_idx on public.people (b);
