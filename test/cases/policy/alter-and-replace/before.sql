create table public.notes (id integer, owner text);
alter table public.notes enable row level security;
create policy a on public.notes for select to app_reader using (owner = current_user);
create policy b on public.notes for update to public using (true) with check (true);
create policy c on public.notes for delete to app_reader using (id > 0);
create policy d on public.notes for all using (true) with check (id > 1);
comment on policy c on public.notes is 'C';
