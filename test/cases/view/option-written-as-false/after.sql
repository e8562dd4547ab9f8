create table t(id int primary key);
create view v with (security_barrier=false) as select id from t;
create view w with (security_barrier=true) as select id from t where id>0;
