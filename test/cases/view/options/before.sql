create table public.people (id integer primary key, name text not null, tenant integer);
create view public.named as select id, name from public.people where name <> '';
