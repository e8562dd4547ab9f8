create table t (a int, b text, c bytea);
create materialized view v as select a, b, c from t;
alter materialized view v alter a set statistics 500, alter a set (n_distinct = 4), alter b set storage external, alter c set compression pglz;
comment on column v.a is 'A';
create materialized view w as select a, b, 1 as d from t;
alter materialized view w alter a set statistics 70, alter b set storage external;
