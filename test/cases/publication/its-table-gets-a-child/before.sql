create table n7 (a integer, b text);
create table c ();
create table q (k integer) partition by list (k);
create publication p for table n7, q;
