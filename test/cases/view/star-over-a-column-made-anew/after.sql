create table t (a integer, c timestamp with time zone, b boolean generated always as (7 is null) stored);
create view v as select t.*, 1 as one from t where a = 6;
create function f() returns setof t language sql begin atomic select * from t where a > 0; end;
