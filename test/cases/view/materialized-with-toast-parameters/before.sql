create table t (id int primary key, v text);
create materialized view mv as select * from t;
alter materialized view mv alter v set storage main;
