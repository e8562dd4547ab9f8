create table p (x int); create table c () inherits (p); create table pp (x int) partition by list (x); create table p1 partition of pp for values in (1);
alter table pp add constraint k check (x > 0) not valid;
