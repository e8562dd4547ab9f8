create table t (
  k bigint not null,
  -- reconcile: renamed_from "l234567890l234567890l234567890l234567890l234567890l234567890c0"
  c integer default 3 not null,
  primary key (c, k)
) partition by list (k);
create table t1 partition of t for values in (1, 2, 3);
create table t2 partition of t for values in (4) partition by list (k);
create table t3 partition of t2 default;
