create table t(id int primary key, n text, s text);create table u(id bigint primary key, n text);create table w(id int primary key, n int);create table x(id int primary key);
create publication p for table t(id,n) where (n>'3'), u where (n>'1'), w(n), x with (publish='insert,delete,truncate');
create publication q for table t(id,s) with (publish='insert');
