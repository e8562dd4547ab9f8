create type public.order_state as enum ('open', 'sent');
create table public.orders (id integer, state public.order_state not null default 'open');
create index orders_state_idx on public.orders (state);
