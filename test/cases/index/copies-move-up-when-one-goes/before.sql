create table p (k int, a int) partition by list (k);
create table p1 partition of p for values in (1);
create index one on p (a);
create index two on p (a);
