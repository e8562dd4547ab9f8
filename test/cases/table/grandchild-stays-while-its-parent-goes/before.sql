create table a (x int, y int);
create table b (z int) inherits (a);
create table c () inherits (b);
create table p (k int, v int) partition by range (k);
create table p1 partition of p for values from (0) to (10) partition by range (k);
create table p2 partition of p1 default;
