create table n1 (
-- reconcile: renamed_from nc0
cr int, k int) partition by range (k);
create table n2 (like n1 including all);
alter table n1 attach partition n2 for values from (200) to (300);
create table nr partition of n1 default;
create index i4 on n1 (cr);
