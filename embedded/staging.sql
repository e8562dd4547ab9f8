-- An empty database that looks like a new Supabase, as far as the CRM's state
-- refers to it. Roles and ownership are as in crm.sql; run as a superuser on
-- PostgreSQL 15 or later. The session ends as postgres.

begin;

do $$
begin
  if to_regrole('supabase_admin') is null then
    -- The role one is logged in as cannot be renamed, so another one does it.
    create role crm_setup superuser;
    set session authorization crm_setup;
    alter role postgres rename to supabase_admin;
    set session authorization supabase_admin;
    drop role crm_setup;
    create role postgres login nosuperuser createdb createrole replication bypassrls;
    create role anon nologin;
    create role authenticated nologin;
    create role service_role nologin bypassrls;
  end if;
  if current_setting('server_version_num')::int >= 160000 then
    execute 'grant supabase_admin to postgres with inherit false, set true';
  else
    alter role postgres noinherit;
    grant supabase_admin to postgres;
  end if;
  execute format('alter database %I owner to postgres', current_database());
end
$$;

set local role supabase_admin;
alter schema public owner to supabase_admin;
create schema auth;
grant usage on schema public, auth to postgres, anon, authenticated, service_role;
grant create on schema public to postgres;
alter default privileges in schema public grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to postgres, anon, authenticated, service_role;

create function auth.jwt() returns jsonb language sql stable
  return nullif(current_setting('request.jwt.claims', true), '')::jsonb;

commit;

set session authorization postgres;
