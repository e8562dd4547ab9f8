create type public.mood as enum ('ok');
create table public.t (id integer, c public.mood);
alter table public.t enable row level security;
create policy p on public.t using (c is not null) with check (id > 0);
comment on policy p on public.t is 'stays';
