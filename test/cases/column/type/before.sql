create table public.people (
  id integer primary key,
  a integer default 5,
  b varchar(10) default 'b',
  c text,
  d numeric(10, 2) not null default 0,
  e timestamp,
  f text[],
  g json
);
create index people_b_idx on public.people (b);
