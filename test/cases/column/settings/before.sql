create table a (x text, y text, z text, n int);
alter table a alter x set storage main, alter x set statistics 100, alter n set (n_distinct = 5);
create table parent (x text, n int default 1);
create table child (own int) inherits (parent);
alter table parent alter x set statistics 50;
