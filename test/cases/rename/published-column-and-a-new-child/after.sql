create table spots (
  -- reconcile: renamed_from a
  place integer,
  b integer
);
create table rare_spots (c integer) inherits (spots);
create publication feed for table spots (place);
