create table t (a text primary key, b text, c varchar(10));
create index i on t (b) include (c);
