create table t (a text[], b int, c int);
create view v as select b from t;
