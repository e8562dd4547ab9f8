create table p (b int); create table k (c int, a int not null) inherits (p);
create table p2 (a int primary key); create table k2 (c int, b int) inherits (p2); create table g2 () inherits (k2);
create table q (b int not null); create table m (c int, a int) inherits (q);
create table q2 (b int); create table m2 (c int, a int not null) inherits (q2);
