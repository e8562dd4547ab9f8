create table public.items (id integer primary key, name text);
create view public.prices as select id, 1::numeric as price from public.items;
create view public.dear as select id from public.prices where price > 100;
