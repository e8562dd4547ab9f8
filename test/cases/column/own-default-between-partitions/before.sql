create table base (id integer, word text) partition by hash (id);
create table middle partition of base for values with (modulus 2, remainder 0) partition by list (id);
create table leaf partition of middle default;
create table other partition of middle for values in (1);
