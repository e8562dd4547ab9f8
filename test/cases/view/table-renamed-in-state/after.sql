create table public.users (id integer primary key);
create view public.counted as select count(*) as n from public.users;
alter table public.users rename to members;
