create table public.orders (id integer primary key, amount integer);
create view public.totals as select id, amount from public.orders;
create rule nothing as on delete to public.totals do instead nothing;
