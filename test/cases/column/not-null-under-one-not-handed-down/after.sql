create table parent (id int primary key, m text not null no inherit);
create table kid (x int, constraint kid_m not null m) inherits (parent);
create table kid2 (x int, not null m) inherits (parent);
create table kid3 (x int) inherits (parent);
