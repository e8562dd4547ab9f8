create table public.a (b text, c integer);
create materialized view public.m as select a.*, 1 as one from public.a;
create view public.v as select * from public.a;
create view public.w as select distinct a.* from public.a;
