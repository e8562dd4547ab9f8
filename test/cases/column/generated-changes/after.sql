create table a (x int, y int generated always as (x + 10) stored, z bigint generated always as (x * 2) stored);
create view v as select y, z from a;
create index a_y_idx on a (y);
create table b (x int, y int generated always as (x) stored);
create table c (x int, y int);
