create type address as (street text, town text, zip text, country text collate "C");
create type point3 as (x int, y bigint, z int);
create type pair as (b text, a int);
comment on column address.town is 'Or village';
comment on type address is 'Where';
create table t (id int primary key, a address, p pair);
create function f(p point3) returns int language sql return (p).x;
