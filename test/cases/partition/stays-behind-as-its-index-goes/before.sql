create table a (id int not null, k text) partition by list (k); create table a3 partition of a default partition by range (id); create table a31 partition of a3 for values from (minvalue) to (5);
create index au on a (id);
