create schema s;
alter schema s owner to app_owner;
grant usage on schema s to app_owner with grant option;
