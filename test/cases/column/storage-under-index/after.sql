create table t (a text primary key, b text, c varchar(10));
alter table t alter a set storage external, alter b set storage plain, alter c set storage main;
alter table t alter b set compression pglz;
create index i on t (b) include (c);
