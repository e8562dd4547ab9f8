create type public.order_state as enum ('open', 'sent');
create table public.orders (id integer, state public.order_state not null default 'open');
create view public.open_orders as select id, state from public.orders where state = 'open';
create index orders_open_idx on public.orders (id) where state = 'open';
create function public.next_state(s public.order_state) returns public.order_state language sql as $$select s$$;
comment on type public.order_state is 'How far';
