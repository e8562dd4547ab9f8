create table old (id int, a int);
create view v as select id from old where a is not null;
