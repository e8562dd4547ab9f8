create table a (x int constraint a_x_there not null, y int not null, z int, k int primary key);
create table b (x int not null no inherit);
create table c (x int constraint named not null) partition by range (x);
create table c1 partition of c for values from (0) to (1);
