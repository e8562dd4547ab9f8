create schema s;
alter schema s owner to app_owner;
grant usage on schema s to public;
