create table m (id int, r int) partition by list (r);
create table p (id int, r int);
alter table m attach partition p for values in (1);
create table q partition of m for values in (2);
create table a (x int);
create table b () inherits (a);
create table c () inherits (b);
