create schema a authorization app_owner;
alter default privileges for role app_owner in schema a grant all on tables to app_owner;
alter default privileges for role app_owner in schema a grant select on tables to app_reader;
grant usage on schema a to app_reader;
create schema b authorization app_owner;
revoke create on schema b from app_owner;
create table b.t (id int);
