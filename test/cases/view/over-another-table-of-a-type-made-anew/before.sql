create type span as range (subtype = float8, subtype_diff = float8mi);
create table a (id int, during span);
create view spans as select during, count(*) as n from a group by during;
grant select on spans to app_reader;
comment on column spans.during is 'when';
