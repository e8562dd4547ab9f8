create table public.t (a json);
alter table public.t enable row level security;
create policy p on public.t for insert with check (a::text <> '');
