create table public.items (id integer primary key, name text, price numeric check (price > 0));
create index items_price_idx on public.items (price);
create view public.prices as select id, price from public.items;
create view public.dear as select id from public.prices where price > 100;
