create table public.items (id integer, net numeric, gross numeric generated always as (net * 2) stored);
create index items_gross_idx on public.items (gross);
comment on column public.items.gross is 'With tax';
grant select (gross) on public.items to app_reader;
