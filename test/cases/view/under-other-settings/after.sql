set timezone = 'America/New_York';
create table t (id int, d date, ts timestamptz);
create view v as select id from t where ts < '2020-07-01 00:00';
reset timezone;
