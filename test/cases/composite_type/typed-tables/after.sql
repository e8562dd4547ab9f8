create type person as (name text, born timestamp, mail text);
create table people of person (name with options not null primary key, mail with options default 'none');
create table others (name text, born timestamp, mail text);
create table free of person;
