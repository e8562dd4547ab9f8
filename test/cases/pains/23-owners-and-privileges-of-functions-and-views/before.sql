create table public.t (id integer);
create function public.f() returns integer language sql security definer as 'select 1';
alter function public.f() owner to app_other;
grant execute on function public.f() to app_other, app_reader;
create view public.v as select id from public.t;
alter view public.v owner to app_other;
grant select on public.v to app_reader;
