create table t (k bigint) partition by list (k);
create table t1 partition of t for values in (1);
create table t2 partition of t for values in (2);
create index on t2 (k);
create index i on t using hash (k);
