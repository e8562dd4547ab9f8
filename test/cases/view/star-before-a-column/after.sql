create table public.t (a integer);
create view public.v as select * from public.t;
alter table public.t add column b text;
