create type public.pair as (a integer, b text);
create table public.t (id integer, p public.pair, q public.pair);
create policy own on public.t using (p is not null);
create policy two on public.t for select using (q is not null);
