create type person as (name text, born date);
create table people of person (name with options not null primary key);
create table others of person;
create table free (name text, born date);
