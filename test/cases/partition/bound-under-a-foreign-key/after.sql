create table r (k int primary key) partition by range (k);
create table r1 partition of r for values from (0) to (20);
create table f (k int references r);
