create table a (x int constraint above check (x > 0), n int, y text);
create table b (z int) inherits (a);
create table c () inherits (b);
create index on a (n);
