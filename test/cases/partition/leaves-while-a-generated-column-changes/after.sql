create table m (id int, k int, g int generated always as (id * 3) stored) partition by list (k);
create table m1 (id int, k int, g int generated always as (id * 2) stored); create table m2 partition of m for values in (2);
