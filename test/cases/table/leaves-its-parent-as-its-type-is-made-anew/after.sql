create type c as (b bigint, d inet);
create table p (id integer, x c default null::c);
create table h (y c);
