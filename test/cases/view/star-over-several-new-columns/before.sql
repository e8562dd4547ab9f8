create table base (id integer);
create table t (gone text);
