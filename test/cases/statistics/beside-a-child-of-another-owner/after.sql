create table public.readings (a bigint, b integer);
alter table public.readings owner to app_owner;
create table public.recent (c integer) inherits (public.readings);
create statistics public.ab (dependencies) on a, b from public.readings;
alter statistics public.ab owner to app_owner;
