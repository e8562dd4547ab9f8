create table n7 (a integer, b text);
create table c () inherits (n7);
create table q (k integer) partition by list (k);
create table q1 partition of q for values in (1);
create publication p for table n7, q;
