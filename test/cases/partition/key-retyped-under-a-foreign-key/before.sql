create table r (k int primary key) partition by range (k);
create table r1 partition of r for values from (0) to (10);
create table f (k int references r);
