create type public.mood as enum ('sad', 'ok');
create table public.t (id integer, b public.mood, c public.mood);
alter table public.t enable row level security;
create policy p on public.t using (b is not null) with check (id > 0 and b is null);
comment on policy p on public.t is 'stays';
