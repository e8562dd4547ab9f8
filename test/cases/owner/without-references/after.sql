create table a (id integer primary key);
alter table a owner to app_owner;
create table b (id integer primary key, a integer references a);
alter table b owner to app_other;
create table c (a integer references a on delete cascade);
alter table c owner to app_other;
