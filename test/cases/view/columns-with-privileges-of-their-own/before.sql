create table t (a integer, b text);
create view v as select a, b from t;
create view w as select a as aa, upper(b) as bb from v;
alter view v alter column b set default 'x';
grant insert (a) on v to app_reader;
