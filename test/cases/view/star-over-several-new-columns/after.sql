create table base (id integer, "from" date);
create table t (own text, b integer, a integer) inherits (base);
create view v as select t.*, 1 as one from t;
create materialized view m as select * from t;
