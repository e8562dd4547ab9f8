create table public.p (a integer, b text, c integer);
create table public.k () inherits (public.p);
create materialized view public.m as select t.*, 1 as one from public.k t;
create view public.v as select * from public.k;
