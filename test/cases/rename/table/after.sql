-- reconcile: renamed_from mood
create type feeling as enum ('a', 'b');
create table orgs (id serial primary key, name text not null);
-- reconcile: renamed_from profiles
create table clients (
  id serial primary key,
  email text unique not null check (email = lower(email)),
  mood feeling default 'a',
  org_id int references orgs,
  seq int generated always as identity,
  unique (org_id, email)
);
create table notes (id int primary key, profile_id int references clients on delete cascade);
create index clients_org_idx on clients (org_id) where org_id is not null;
alter table clients cluster on clients_pkey;
alter table clients replica identity using index clients_email_key;
create view emails as select id, email from clients;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger trg before update on clients for each row execute function touch();
alter table clients enable row level security;
create policy own on clients for select using (exists (select 1 from notes n where n.profile_id = clients.id));
create policy n on notes using (profile_id in (select id from clients));
comment on table clients is 'One row per person';
grant select on clients to public;
