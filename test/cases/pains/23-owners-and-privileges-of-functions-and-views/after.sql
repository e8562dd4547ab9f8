create table public.t (id integer);
create function public.f() returns integer language sql security definer as 'select 1';
alter function public.f() owner to app_owner;
revoke all on function public.f() from public;
create view public.v as select id from public.t;
alter view public.v owner to app_owner;
