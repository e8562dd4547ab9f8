create table p1 (id int, c1 int);
create table k1 (x int) inherits (p1); create table k2 (y int) inherits (p1);
