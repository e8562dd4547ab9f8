create table t (id integer primary key, total integer generated always as (id * 2) stored, short numeric(10, 0), same text) partition by range (id);
create table t1 partition of t default;
