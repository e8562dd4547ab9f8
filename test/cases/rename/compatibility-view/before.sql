-- reconcile: renamed_from organisations
create table public.orgs (
  id integer generated always as identity primary key,
  number serial,
  name text unique,
  secret text
);
alter table public.orgs enable row level security;
create policy own on public.orgs for select to app_reader using (name = current_user);
grant select (id, name), update (name) on public.orgs to app_reader;
grant select on public.orgs to app_writer with grant option;
create view public.names as select name from public.orgs;
