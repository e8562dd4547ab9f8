create type e as enum ('a', 'b');
create table t (
  k integer,
  l234567890l234567890l234567890l234567890l234567890l234567890c0 e default 'a' not null,
  primary key (l234567890l234567890l234567890l234567890l234567890l234567890c0, k)
) partition by list (k);
create table t1 partition of t for values in (1, 2, 3);
create table t2 partition of t for values in (4) partition by list (k);
create table t3 partition of t2 default;
