create table public.users (id integer primary key, name text);
create view public.user_count as select count(*) as n from public.users;
