create table p1 (id int);
create table k1 (id int, c1 int, x int); create table k2 (y int);
