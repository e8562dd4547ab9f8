create table old (id int, a int);
create view v as select id from old where a is null;
create table new (id int);
create view w as select * from new n join old using (id);
create materialized view m as select id, a from old where a > 0;
