-- reconcile: renamed_from orgs
create table public.organisations (
  id integer generated always as identity primary key,
  number serial,
  name text unique,
  secret text
);
alter table public.organisations enable row level security;
create policy own on public.organisations for select to app_reader using (name = current_user);
grant select (id, name), update (name) on public.organisations to app_reader;
grant select on public.organisations to app_writer with grant option;
create view public.names as select name from public.organisations;
create view public.orgs with (security_invoker = true) as select * from public.organisations;
grant select (id, name), update (name) on public.orgs to app_reader;
grant select on public.orgs to app_writer with grant option;
