create table t (k int, c int[]) partition by list (k);
create table t1 partition of t for values in (1, null) partition by list (k);
create table t11 partition of t1 default;
create index own on t1 using gin (c) with (fastupdate = off);
create index n2 on t using gin (c) with (fastupdate = off);
create index n0 on t using gin (c);
