create table public.orders (
  id integer primary key,
  state varchar(40) not null default 'open',
  label text generated always as ('order ' || state::text) stored,
  amount integer check (amount > 0)
);
create index orders_state_idx on public.orders (state) where state <> 'gone';
create view public.open_orders as select id, state from public.orders where state = 'open';
alter table public.orders enable row level security;
create policy open_only on public.orders for select using (state = 'open');
create function public.noted() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger note after update of state on public.orders for each row when (old.state is distinct from new.state) execute function public.noted();
