create table public.notes (id integer, owner text, shared boolean);
alter table public.notes enable row level security;
create policy "read own" on public.notes for select to app_reader, app_writer using (owner = current_user or shared);
create policy writes on public.notes as restrictive for insert to app_writer with check (owner is not null);
create policy edits on public.notes for update using (owner = current_user) with check (owner = current_user);
create policy everything on public.notes to app_owner using (true);
comment on policy writes on public.notes is 'No orphans';
