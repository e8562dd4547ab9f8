create table t (a varchar(10), b int);
alter table t owner to app_owner;
create statistics st (ndistinct) on a, b from t;
