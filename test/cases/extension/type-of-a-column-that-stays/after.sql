create table t (a text not null unique, b text[], c text default 'y');
create view v as select a from t;
create function f(text) returns text language sql as 'select $1';
