create schema g authorization app_owner; grant usage on schema g to app_other, app_writer, app_reader;
set role app_owner; create table g.t (id int, v text); create table g.u (id int); grant select (v), update (v) on g.t to app_writer with grant option; grant select on g.u to app_writer with grant option;
create function g.f() returns int language sql as 'select 1'; revoke all on function g.f() from public; grant execute on function g.f() to app_writer with grant option;
set role app_writer; grant select (v) on g.t to app_other with grant option; grant select on g.u to app_other with grant option; grant execute on function g.f() to public;
set role app_other; grant select (v) on g.t to app_reader with grant option; grant select on g.u to app_reader with grant option;
set role app_reader; grant select (v) on g.t to public; grant select on g.u to public;
reset role;
