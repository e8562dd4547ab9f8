create table p (d int) partition by list (d); create table pa partition of p default; create table pb partition of p for values in (2);
create table q (d int) partition by list (d); create table qa partition of q default; create table qb partition of q for values in (1);
