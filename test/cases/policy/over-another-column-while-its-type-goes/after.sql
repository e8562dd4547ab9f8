create type public.other as (a integer);
create type public.pair as (a integer, o public.other, b text);
create table public.t (id integer, p public.pair, q public.pair, n public.other);
create policy own on public.t using (n is not null);
create policy two on public.t for select using (q is not null);
