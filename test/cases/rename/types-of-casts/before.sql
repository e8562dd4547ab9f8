create type a as enum ('one');
create domain d as text;
create cast (a as jsonb) with inout as assignment;
comment on cast (a as jsonb) is 'of a';
create function f(a) returns integer language sql as 'select 1';
create cast (a as integer) with function f(a);
create schema s;
create type s.t as (x integer);
create cast (s.t as text) with inout;
