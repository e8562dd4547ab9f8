create schema app;
create function app.current_user_id() returns integer language sql stable as 'select 1';
create function public.current_user_id() returns integer language sql stable as 'select 2';
create table public.members (id integer, team integer);
create table app.members (id integer, team integer);
create table public.docs (id integer, team integer);
alter table public.docs enable row level security;
create policy mine on public.docs using (team in (select m.team from app.members m where m.id = app.current_user_id()));
create policy theirs on public.docs for select using (exists (select from public.members where members.team = docs.team and members.id = public.current_user_id()));
