create table visits (
  id bigint,
  who uuid,
  -- reconcile: renamed_from has
  constraint holds check (who::text <> '')
) partition by hash (id);
create table visits_a partition of visits for values with (modulus 8, remainder 0);
create table visits_2 partition of visits for values with (modulus 8, remainder 2);
