create table t (a bigint primary key, b text, c varchar(10));
create publication p for table t (a);
comment on publication p is 'x';
