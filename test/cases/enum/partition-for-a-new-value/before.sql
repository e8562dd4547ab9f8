create type kind as enum ('a', 'b');
create table p (id integer, k kind not null, n text default 'q', primary key (k, id)) partition by list (k);
create table pa partition of p for values in ('a');
create table pb partition of p for values in ('b') partition by range (id);
create table pb1 partition of pb for values from (0) to (10);
create table c (k kind, id integer, foreign key (k, id) references p);
