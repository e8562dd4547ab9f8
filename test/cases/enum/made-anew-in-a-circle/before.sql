create type mood as enum ('bad', 'good', 'fine');
create type entry as (at date, felt mood);
create table days (id int primary key, first entry);
