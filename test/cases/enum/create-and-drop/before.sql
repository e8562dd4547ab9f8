create table public.orders (id integer, state text);
