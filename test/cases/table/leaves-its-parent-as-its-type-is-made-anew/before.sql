create type c as (a text, b integer);
create table p (id integer, x c);
create table h (y c) inherits (p);
