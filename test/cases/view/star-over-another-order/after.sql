create table public.a (fresh integer, b text, d integer, c integer);
create materialized view public.m as select a.*, 1 as one from public.a;
create view public.v as select * from public.a;
create view public.w as select distinct a.* from public.a;
create view public.x as table public.a;
create view public.y as select count(*) as n from public.a;
