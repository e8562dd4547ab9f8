create table public.a (id integer);
alter table public.a owner to current_user;
create function public.f() returns integer language sql as 'select 1';
alter function public.f() owner to session_user;
