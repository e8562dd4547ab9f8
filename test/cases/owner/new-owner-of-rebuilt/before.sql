create table public.p (id integer not null, k integer) partition by range (id);
alter table public.p owner to app_owner;
create materialized view public.m as select 1 as x;
alter materialized view public.m owner to app_owner;
create index m_x on public.m (x);
