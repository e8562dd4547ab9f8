create type mood as enum ('calm', 'glad');
create table t (id integer primary key);
alter table t owner to app_owner;
insert into t values (1), (2);
create type kept as enum ('a', 'b');
create table v (id integer, k kept, ks kept[]);
alter table v owner to app_owner;
revoke usage on type kept from public;
insert into v values (1, 'a', '{a}');
