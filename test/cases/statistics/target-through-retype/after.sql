create table t (a text, b int, c int);
create view v as select b from t;
alter view v alter column b set default 3;
comment on column v.b is 'x';
grant select (b) on v to app_other;
create statistics s on a, b from t;
alter statistics s set statistics 50;
