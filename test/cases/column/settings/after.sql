create table a (x text, y text, z text, n int);
alter table a alter y set storage plain, alter y set statistics 10, alter n set (n_distinct_inherited = -0.5), alter z set compression pglz;
create table parent (x text, n int default 2);
create table child (own int) inherits (parent);
alter table child alter n set default 9;
alter table only parent alter x set storage main;
