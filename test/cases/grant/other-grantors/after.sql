create table public.a (id integer, name text);
grant select on public.a to app_owner with grant option;
set role app_owner;
grant select on public.a to app_reader;
reset role;
create view public.v as select id from public.a;
