create function public.allowed(what text) returns boolean language sql stable as $$ select what <> 'delete' $$;
create table public.notes (id integer primary key, body text);
alter table public.notes enable row level security;
create policy writing on public.notes for update
  using ((select public.allowed('update'))) with check ((select public.allowed('update')));
