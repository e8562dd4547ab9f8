create table public.p (id integer not null, k integer) partition by list (k);
alter table public.p owner to app_other;
create index p_k on public.p (k);
create policy own on public.p using (id > 0);
create materialized view public.m as select 1 as x, 2 as y;
alter materialized view public.m owner to app_other;
create unique index m_x on public.m (x);
create index m_y on public.m (y);
