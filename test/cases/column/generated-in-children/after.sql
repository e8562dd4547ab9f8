create table base (id integer, word text generated always as ((id)::text) stored not null);
alter table base alter word set storage plain;
create table child (extra text) inherits (base);
create view v as select id, word, extra from child;
