create table p (d int) partition by list (d); create table pa partition of p for values in (1); create table pb partition of p for values in (2);
create table q (d int) partition by list (d); create table qa partition of q for values in (1); create table qb partition of q default;
