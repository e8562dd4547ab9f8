create table t (a int primary key, b text, c varchar(10));
create table t2 (a int primary key, b text, c varchar(10));
create publication p for table t2 (a);
