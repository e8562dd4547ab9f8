-- reconcile: renamed_from a
create type b as enum ('one');
create domain d as text;
create cast (b as jsonb) with inout as assignment;
comment on cast (b as jsonb) is 'of b';
create function f(b) returns integer language sql as 'select 1';
create cast (b as integer) with function f(b);
-- reconcile: renamed_from s
create schema r;
create type r.t as (x integer);
create cast (r.t as text) with inout;
