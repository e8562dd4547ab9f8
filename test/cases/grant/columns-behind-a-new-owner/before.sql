create table t (id integer, b text);
alter table t owner to app_owner;
grant select on t to app_reader;
grant select (id) on t to app_reader;
