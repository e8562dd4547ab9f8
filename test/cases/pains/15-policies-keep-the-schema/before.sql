create schema app;
create function app.current_user_id() returns integer language sql stable as 'select 1';
create function public.current_user_id() returns integer language sql stable as 'select 2';
create table public.members (id integer, team integer);
create table app.members (id integer, team integer);
create table public.docs (id integer, team integer);
alter table public.docs enable row level security;
