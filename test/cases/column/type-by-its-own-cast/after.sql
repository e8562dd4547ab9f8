create table public.t (
  id integer primary key,
  price numeric(12, 2),
  flag integer,
  amount integer,
  share smallint,
  spot box,
  area path,
  net inet,
  bits bit varying,
  span time,
  at time,
  data integer
);
