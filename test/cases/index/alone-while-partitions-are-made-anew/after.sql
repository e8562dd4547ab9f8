create table t (k int) partition by range (k);
create table t1 partition of t for values from (0) to (100) partition by list (k);
create table t11 partition of t1 default;
create index i on only t (k);
create table s (k int, x int) partition by list (k);
create table s1 partition of s for values in (1);
create index j on only s (k);
alter table only s add unique (k, x);
