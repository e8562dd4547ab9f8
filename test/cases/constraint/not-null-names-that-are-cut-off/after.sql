create table t (
  k integer,
  -- reconcile: renamed_from a
  a_column_with_such_a_long_name_that_nothing_can_be_put_behind_a text not null,
  -- reconcile: renamed_from b
  a_column_with_such_a_long_name_that_nothing_can_be_put_behind_b text not null
) partition by list (k);
create table t_rest partition of t default;
