create schema shut;
create table shut.t (id integer);
alter table shut.t owner to app_owner;
