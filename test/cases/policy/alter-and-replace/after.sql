create table public.notes (id integer, owner text);
alter table public.notes enable row level security;
create policy a on public.notes for select to app_reader, app_writer using (owner = session_user);
create policy b on public.notes for update to app_writer using (id > 1) with check (id > 2);
create policy c on public.notes as restrictive for delete to app_reader using (id > 0);
create policy d on public.notes for all using (true);
comment on policy c on public.notes is 'C';
