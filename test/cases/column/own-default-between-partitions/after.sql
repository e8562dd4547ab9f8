create table base (id integer, word text, more text) partition by hash (id);
alter table base alter more set storage main;
create table middle partition of base for values with (modulus 2, remainder 0) partition by list (id);
create table leaf partition of middle default;
alter table middle alter id set default 8;
alter table only middle alter word set storage external;
create table other partition of middle for values in (1);
alter table only middle alter word set default 'x';
