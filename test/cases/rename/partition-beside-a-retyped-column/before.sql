create domain d as int;
create table n1 (nc0 d, k int) partition by range (k);
create table nr partition of n1 default;
create index i4 on n1 (nc0);
