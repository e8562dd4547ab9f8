create table public.notes (id integer, owner text, shared boolean);
alter table public.notes enable row level security;
