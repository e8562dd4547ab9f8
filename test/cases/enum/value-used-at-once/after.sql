create type public.order_state as enum ('open', 'sent', 'lost');
create table public.orders (id integer, state public.order_state not null default 'lost', constraint c check (state <> 'lost' or id > 0));
