create type public.order_state as enum ('open', 'sent', 'gone');
create table public.orders (id integer primary key, state public.order_state not null default 'open', constraint known check (state <> 'gone'));
create view public.open_orders as select id from public.orders where state = 'open';
create index orders_state_idx on public.orders (state);
