create table t (id int primary key, v text);
create materialized view mv with (toast.autovacuum_enabled=false) as select * from t;
