create type span as range (subtype = date);
create table b (during span, label text);
create view spans as select during, count(*) as n from b group by during;
grant select on spans to app_reader;
comment on column spans.during is 'when';
