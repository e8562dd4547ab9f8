create table a (id int not null, k text) partition by list (k);  create table a3 partition of a for values in ('q'); create table a31 (id int not null, k text);
