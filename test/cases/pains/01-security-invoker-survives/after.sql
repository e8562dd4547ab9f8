create table public.notes (id integer primary key, author text not null, body text);
alter table public.notes enable row level security;
create policy own on public.notes for select to app_reader using (author = current_user);

create view public.my_notes with (security_invoker = true) as select id, body, length(body) as size from public.notes;
grant select on public.my_notes to app_reader;
