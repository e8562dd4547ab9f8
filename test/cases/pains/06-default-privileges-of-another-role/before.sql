create table public.first (id integer);
alter table public.first owner to app_owner;
