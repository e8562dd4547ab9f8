create table t (a int, b text, c bytea);
create materialized view v as select a, b, c from t;
create materialized view w as select a, b from t;
alter materialized view w alter a set statistics 50, alter b set storage main;
comment on column w.a is 'A';
