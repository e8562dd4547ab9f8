create table a (x int, w text not null, y bigint);
create table c (u int);
create table p (k int, w text not null, v bigint) partition by range (k);
create table p2 (k int, u int);
