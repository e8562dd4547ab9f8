create table public.t (id integer, n integer);
create schema s;
create materialized view s.sums as select id, sum(n) as n from public.t group by id with no data;
create view public.over_sums as select n from s.sums;
create materialized view public.total as select sum(n) as n from public.over_sums with no data;
create unique index total_n on public.total (n);
