create schema hidden;
create table hidden.t (a integer);
create view hidden.v as select a from hidden.t;
create function f(hidden.v) returns integer language sql as 'select ($1).a';
alter function f(hidden.v) owner to app_owner;
create function g(hidden.t) returns integer language sql as 'select ($1).a';
alter function g(hidden.t) owner to app_owner;
