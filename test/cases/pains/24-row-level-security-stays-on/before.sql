create table public.notes (id integer, author text);
alter table public.notes enable row level security;
alter table public.notes force row level security;
create policy own on public.notes using (author = current_user) with check (author = current_user);
