create type a as enum ('x');
create type b as (p integer);
create table t (i a, j b);
