create table a (x int, y int generated always as (x + 1) virtual, z int generated always as (x * 3) virtual, w int generated always as (x));
create view v as select y, z from a;
