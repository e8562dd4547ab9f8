create schema shut;
create table shut.t (id integer);
