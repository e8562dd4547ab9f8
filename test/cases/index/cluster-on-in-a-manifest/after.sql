create table readings (id int primary key, taken int);
create index readings_taken on readings (taken);
create materialized view latest as select max(taken) as taken from readings;
create unique index latest_taken on latest (taken);
alter table readings cluster on readings_taken;
alter materialized view latest cluster on latest_taken;
