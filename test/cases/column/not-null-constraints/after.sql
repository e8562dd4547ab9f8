create table a (x int not null, y int constraint y_there not null, z int, k int primary key);
alter table a add constraint z_there not null z not valid;
create table b (x int constraint bx not null);
create table c (x int constraint renamed not null) partition by range (x);
create table c1 partition of c for values from (0) to (1);
create table c2 (x int constraint other not null);
