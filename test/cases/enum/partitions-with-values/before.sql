create type mood as enum ('sad', 'happy');
create table t (id int, m mood default 'sad') partition by range (id);
create table t1 partition of t for values from (0) to (10);
alter table only t1 alter m set default 'happy';
