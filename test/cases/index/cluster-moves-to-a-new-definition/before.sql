create table t (id int primary key, v text);
create index i1 on t (v);
alter table t cluster on t_pkey;
