create table t (id int primary key, 
-- reconcile: renamed_from b
a text, 
-- reconcile: renamed_from a
b int); create view v as select * from t;
