-- reconcile: renamed_from s1
create schema s2; create table s2.a (id int primary key); create publication ps for tables in schema s2, public;
