create table t (a text[], b int, c int);
create view v as select b from t;
create statistics s on a, b from t;
alter statistics s set statistics 50;
