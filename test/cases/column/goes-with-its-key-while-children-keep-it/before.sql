create table p (a int primary key, b int); create table k (c int) inherits (p);
create table p2 (a int, b int, constraint pk primary key (b, a)); create table k2 (c int) inherits (p2); create table g2 () inherits (k2);
