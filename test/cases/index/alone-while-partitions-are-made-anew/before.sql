create type e as enum('a');
create table t (k int) partition by range (k);
create table t1 partition of t for values from (0) to (100);
create index i on only t (k);
create table s (k int, x e) partition by range (k);
create table s1 (k int, x e);
alter table s attach partition s1 for values from (0) to (10);
create index j on only s (k);
alter table only s add unique (k, x);
