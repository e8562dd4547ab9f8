create table t (a int, b int);
create view v with (security_invoker = true) as select a, b from t;
alter view v alter column a set default 3; comment on column v.a is 'x'; grant select (a) on v to app_reader;
create view w as select a from v;
create function f() returns setof integer language sql begin atomic select a from v; end;
create policy p on t for delete to app_owner using (exists (select 1 from v where v.a > 0));

