create type b as enum ('x');
create type a as (p integer);
create table t (i b, j a);
