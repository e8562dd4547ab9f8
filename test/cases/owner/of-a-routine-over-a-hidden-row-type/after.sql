create schema hidden;
create table hidden.t (a integer);
create view hidden.v as select a from hidden.t;
create function f(hidden.v) returns bigint language sql as 'select ($1).a';
alter function f(hidden.v) owner to app_owner;
grant execute on function f(hidden.v) to app_reader;
