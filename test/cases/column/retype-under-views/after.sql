create table public.orders (id integer primary key, amount bigint not null default 0, note text);
create view public.totals as select id, amount, amount * 2 as twice from public.orders;
comment on view public.totals is 'Amounts';
comment on column public.totals.twice is 'Doubled';
grant select on public.totals to app_reader;
grant select (id), update (amount) on public.totals to app_writer;
alter view public.totals alter column amount set default 5;
create function public.totals_write() returns trigger language plpgsql as $$
begin
  update public.orders set amount = new.amount where id = new.id;
  return new;
end $$;
create trigger write instead of update on public.totals for each row execute function public.totals_write();
comment on trigger write on public.totals is 'Lets people write';
create view public.large with (security_barrier = true) as select id from public.totals where twice > 10;
grant select on public.large to app_reader with grant option;
create function public.count_large() returns bigint language sql stable begin atomic select count(*) from public.large; end;
create materialized view public.sums as select sum(amount) as total from public.orders;
create unique index sums_idx on public.sums (total);
comment on materialized view public.sums is 'Sums';
create index orders_amount_idx on public.orders (amount);
alter table public.orders enable row level security;
create policy small on public.orders for select using (amount < 1000);
