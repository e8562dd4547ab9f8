create table a (id integer primary key);
alter table a owner to app_owner;
create table b (id integer primary key, a integer);
alter table b owner to app_other;
insert into a values (1);
insert into b values (1, 1), (2, null);
