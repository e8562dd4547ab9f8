create table t (id integer, a integer, b integer) partition by list (id);
create table t1 partition of t for values in (1);
create index one on t (b);
create index two on t (a desc);
