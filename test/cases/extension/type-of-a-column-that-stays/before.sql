create extension citext;
create table t (a citext not null unique, b citext[], c citext default 'x');
create view v as select a from t;
create function f(citext) returns citext language sql as 'select $1';
