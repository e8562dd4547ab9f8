create type st as enum ('new','void');
create table o (tenant int, s st) partition by list (tenant);
create table o1 partition of o for values in (1) partition by list (s);
create table o1d partition of o1 default;
create index o_s on o (s) where s <> 'void';

