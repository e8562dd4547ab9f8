create table p (x int); create table c () inherits (p); create table pp (x int) partition by list (x); create table p1 partition of pp for values in (1);
alter table p add constraint k check (x > 0) not valid;
alter table pp add constraint k check (x > 0);
create table c2 () inherits (p); create table p2 partition of pp default;
