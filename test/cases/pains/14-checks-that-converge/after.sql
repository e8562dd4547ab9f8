create table public.orders (id integer, state varchar(20), code char(3), amount numeric, day date,
  constraint known check (state in ('open', 'sent')),
  constraint other check (code in ('a', 'b') or state not in ('x')),
  constraint range check (amount between 0 and 100 and day > '2020-01-01'),
  constraint pattern check (state ~ '^[a-z]+$' and (amount::text <> '')));
create index open_idx on public.orders (id) where state in ('open', 'sent');
create index late_idx on public.orders (lower(state)) where day > date '2021-01-01' and state is not null;
