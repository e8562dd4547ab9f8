-- reconcile: renamed_from old
create schema neu; 
create table neu.t (id bigint); 
create view neu.w as select id from neu.t;
alter default privileges in schema neu grant select on tables to app_reader;
