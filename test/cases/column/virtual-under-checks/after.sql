create table t (a integer, v integer generated always as (a + 2) virtual, b integer check (b > 0));
create table p (a integer, v integer generated always as (a + 2) virtual);
create table c (check (a > 0)) inherits (p);
create table plain (a integer, v integer generated always as (a + 2) virtual);
