create table t (a text, b int);
alter table t owner to app_owner;
create statistics st (ndistinct) on a, b from t;
