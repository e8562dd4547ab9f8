create table public.people (
  id integer primary key,
  name text,
  born date,
  active boolean not null default true,
  score numeric(5, 2) default 1.5,
  tags text[] default array['a', 'b']::text[]
);
comment on column public.people.born is 'Day of birth';
grant select (born), update (born, active) on public.people to app_reader;
