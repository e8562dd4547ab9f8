create schema old;
create table old.t (id int); 
create view old.w as select id from old.t;
alter default privileges in schema old grant select on tables to app_reader;
