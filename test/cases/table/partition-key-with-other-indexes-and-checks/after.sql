-- The partitions are cut loose and tied on again: what they had copies of has changed meanwhile, its name too.
create table public.orders (
  number int, amount int, kind text not null,
  constraint amount_told check (amount > 0),
  unique (amount, kind)
) partition by hash (amount);
create index orders_by_amount on public.orders (amount desc, kind);
create index orders_kinds on public.orders (kind desc);
create table public.orders_0 partition of public.orders for values with (modulus 16, remainder 0);
create table public.orders_1 partition of public.orders for values with (modulus 16, remainder 1) partition by list (kind);
create table public.orders_1_x partition of public.orders_1 for values in ('x');
create function public.stamp() returns trigger language plpgsql as 'begin return new; end';
create trigger stamp after update on public.orders for each row execute function public.stamp();
