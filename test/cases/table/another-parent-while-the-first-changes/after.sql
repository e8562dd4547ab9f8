create table a (x bigint constraint above check (x > 1), y text default 'q', m int not null default 3);
create table a2 (k int constraint counted check (k > 0), x bigint);
create table b (z int) inherits (a, a2);
create table c () inherits (b, a);
