create type public.order_state as enum ('open', 'sent');
create table public.orders (id integer, state public.order_state not null default 'open');
