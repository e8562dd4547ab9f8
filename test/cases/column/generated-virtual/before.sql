create table a (x int, y int generated always as (x + 1) stored, z int generated always as (x * 2) virtual);
create view v as select y, z from a;
