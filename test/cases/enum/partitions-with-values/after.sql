create type mood as enum ('happy');
create table t (id int, m mood default 'happy') partition by range (id);
create table t1 partition of t for values from (0) to (10);
