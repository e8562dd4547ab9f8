-- reconcile: renamed_from feeling
create type mood as enum ('a', 'b');
create table orgs (id serial primary key, name text not null);
-- reconcile: renamed_from clients
create table profiles (
  id serial primary key,
  email text unique not null check (email = lower(email)),
  mood mood default 'a',
  org_id int references orgs,
  seq int generated always as identity,
  unique (org_id, email)
);
create table notes (id int primary key, profile_id int references profiles on delete cascade);
create index profiles_org_idx on profiles (org_id) where org_id is not null;
alter table profiles cluster on profiles_pkey;
alter table profiles replica identity using index profiles_email_key;
create view emails as select id, email from profiles;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger trg before update on profiles for each row execute function touch();
alter table profiles enable row level security;
create policy own on profiles for select using (exists (select 1 from notes n where n.profile_id = profiles.id));
create policy n on notes using (profile_id in (select id from profiles));
comment on table profiles is 'One row per person';
grant select on profiles to public;
