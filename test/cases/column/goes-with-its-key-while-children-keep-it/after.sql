create table p (b int); create table k (c int, a int not null) inherits (p);
create table p2 (a int primary key); create table k2 (c int, b int) inherits (p2); create table g2 () inherits (k2);
