create table t (id integer primary key, total integer, short numeric(10, 2), same text);
