create table p (id int not null, d date not null) partition by range (id); create table p1 partition of p for values from (0) to (10);
create table p2 (id int not null, d date not null); alter table p attach partition p2 for values from (10) to (20);
create table g (x int not null); create table h () inherits (g); create table hh (x int not null) inherits (h); 
