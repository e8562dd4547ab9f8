create function f() returns int language sql as 'select 1';
create type m as (amt numeric); create function m2n(m) returns numeric language sql immutable as 'select $1.amt'; create cast (m as numeric) with function m2n(m);
create table t (x m); alter table t add constraint ck check (x::numeric > 0); 
create table u (x m, n numeric default (row(1)::m)::numeric, g numeric generated always as (x::numeric) stored);
create view w as select x::numeric as n from u;
