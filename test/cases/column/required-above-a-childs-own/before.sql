create table a (x int);
create table b (y int, z timestamptz) inherits (a);
create table c () inherits (b);
