create type address as (street text, town text, zip int);
create type point3 as (x int, y int);
create type pair as (a int, b text);
comment on column address.street is 'With number';
create table t (id int primary key, a address, p pair);
create function f(p point3) returns int language sql return (p).x;
