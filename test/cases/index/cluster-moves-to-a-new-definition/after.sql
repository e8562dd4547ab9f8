create table t (id int primary key, v text);
create index i1 on t (id, v);
alter table t cluster on i1;
