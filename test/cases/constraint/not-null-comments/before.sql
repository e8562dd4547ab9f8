create table t (a int not null, b int constraint bnn not null, c text);
create table p (a int not null, b int) partition by range (a);
create table p1 partition of p for values from (1) to (2);
