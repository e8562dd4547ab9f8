create schema g authorization app_owner; grant usage on schema g to app_other, app_writer, app_reader;
set role app_owner; create table g.t (id int, v text); create table g.u (id int);  create function g.f() returns int language sql as 'select 1'; reset role;
