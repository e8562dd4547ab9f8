create type a as (street varchar(10), zip bigint, c text);
create table o of a (primary key (street));
