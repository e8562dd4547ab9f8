create table p (k int, a int) partition by list (k);
create table p1 partition of p for values in (1);
create table other (a int);
create index one on other (a);
create index two on p (a);
