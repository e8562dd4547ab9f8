create table t (a integer, b text);
create view v as select b, a from t;
create view w as select a as aa, upper(b) as bb, 1 as one from v;
