create table public.a (id integer);
alter table public.a owner to app_owner;
create function public.f() returns integer language sql as 'select 1';
alter function public.f() owner to app_owner;
