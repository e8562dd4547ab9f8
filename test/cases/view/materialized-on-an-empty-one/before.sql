create table public.t (id integer, n integer);
create materialized view public.sums as select id, sum(n) as n from public.t group by id;
create view public.over_sums as select n from public.sums;
create materialized view public.total as select sum(n) as n from public.over_sums;
create unique index total_n on public.total (n);
