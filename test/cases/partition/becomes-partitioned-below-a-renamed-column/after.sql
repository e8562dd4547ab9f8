create domain moment as timestamp with time zone;
create table visits (
  id bigint,
  who text not null,
  -- reconcile: renamed_from names
  called varchar(10)[] default '{a,b}' not null,
  at moment
) partition by list (id);
create table visits_1 partition of visits for values in (1) partition by list (id);
create table visits_1_rest partition of visits_1 default;
create table visits_rest partition of visits default;
