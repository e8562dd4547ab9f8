create table old (id integer, note text, size integer not null default 3);
create table child (id integer not null, extra text);
create table grandchild (own date) inherits (child);
create view v as select * from child;
insert into child values (1, 'b');
insert into grandchild values (2, 'c', '2020-01-01');
