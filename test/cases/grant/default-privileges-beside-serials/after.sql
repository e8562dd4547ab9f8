alter default privileges in schema public grant select on tables to app_reader;
create table t (id bigserial primary key);
create table secret (id bigserial primary key);
revoke all on secret from app_reader;
create function ev() returns event_trigger language plpgsql as $$ begin raise exception 'no DDL'; end $$;
create table s (id serial);
create event trigger e1 on ddl_command_end when tag in ('CREATE TABLE') execute function ev();
