create type public.order_state as enum ('lost', 'sent', 'open');
create table public.orders (id integer primary key, state public.order_state not null default 'lost', constraint known check (state <> 'lost' or id > 0));
create view public.open_orders as select id from public.orders where state = 'open';
create index orders_state_idx on public.orders (state);
