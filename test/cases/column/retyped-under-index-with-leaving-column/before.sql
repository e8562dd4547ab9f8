create table public.t (a integer, b numeric);
create index t_a_idx on public.t (a) include (b);
alter table public.t enable row level security;
create policy p on public.t for insert with check (b between 1 and 10);
