create foreign data wrapper w1;
create server s1 version '2' foreign data wrapper w1;
create table pt (a int) partition by range (a);
create foreign table pt1 partition of pt for values from (1) to (6) server s1;
