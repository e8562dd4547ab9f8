create table public.t (
  id integer primary key,
  price money,
  flag boolean,
  amount numeric(10, 2),
  share double precision,
  spot point,
  area polygon,
  net cidr,
  bits bit(4),
  span interval,
  at timestamptz,
  data jsonb
);
