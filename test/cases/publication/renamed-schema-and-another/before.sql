create schema s1; create table s1.a (id int primary key); create publication ps for tables in schema s1;
