create type a as (street text, zip int);
create table o of a (primary key (street));
