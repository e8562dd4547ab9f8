alter default privileges for role app_owner in schema public grant select on tables to app_reader;
alter default privileges for role app_owner revoke execute on functions from public;
create table public.first (id integer);
alter table public.first owner to app_owner;
