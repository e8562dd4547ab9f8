create table t (a integer, c timestamp with time zone, b boolean);
create view v as select t.*, 1 as one from t where a = 5;
create function f() returns setof t language sql begin atomic select * from t; end;
