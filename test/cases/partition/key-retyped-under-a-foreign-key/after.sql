create table r (k bigint primary key) partition by range (k);
create table r1 partition of r for values from (0) to (10);
create table f (k bigint references r);
