create table t(id int primary key, n int, s text);create table u(id int primary key, n int);create table w(id int primary key, n int);
create publication p for table t(id,n) where (n>3), u where (n>1), w(id) with (publish='insert');
create publication q for table t(id) with (publish='insert, update');
