create table t (id int primary key, a int default 7, b numeric, c boolean, d int);
