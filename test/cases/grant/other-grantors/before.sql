create table public.a (id integer, name text);
grant select on public.a to app_owner with grant option;
create view public.v as select id from public.a;
