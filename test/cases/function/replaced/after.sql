create function public.price(qty integer) returns integer language sql immutable as $$select qty * 2$$;
create table public.items (id integer, amount integer, cost integer default public.price(3), total integer generated always as (public.price(amount)) stored);
create index items_price_idx on public.items (public.price(amount));
create view public.prices as select id, public.price(amount) as price from public.items;
alter table public.items add constraint items_check check (public.price(amount) > 0);
comment on function public.price(integer) is 'Doubled';
revoke execute on function public.price(integer) from public;
grant execute on function public.price(integer) to app_reader;
