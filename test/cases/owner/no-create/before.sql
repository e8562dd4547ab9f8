create schema closed;
create type closed.e as enum ('a', 'b');
create function public.f() returns int language sql as 'select 1';
alter function public.f() owner to app_owner;
create view v as select 1 as a;
alter view v owner to app_owner;
create table t (a int, b closed.e);
alter table t owner to app_owner;
