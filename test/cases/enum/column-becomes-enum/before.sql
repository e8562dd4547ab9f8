create table public.orders (id integer, state text not null default 'open');
create index orders_state_idx on public.orders (state);
