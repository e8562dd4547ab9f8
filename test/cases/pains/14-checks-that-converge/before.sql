create table public.orders (id integer, state varchar(20), code char(3), amount numeric, day date);
