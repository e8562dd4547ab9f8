create table public.logs (
  day bigint, source oid not null, level varchar(40),
  primary key (level, day)
) partition by list (day);
create table public.logs_0 partition of public.logs (constraint own check (day <> 77)) for values in (1);
create table public.logs_2 partition of public.logs for values in (21, 22) partition by list (day);
create table public.logs_2_rest partition of public.logs_2 default;
create index by_source on public.logs (source desc nulls last) with (fillfactor = 70);
create view public.told as select level, source, day from public.logs;
create policy seen on public.logs as restrictive for select using (exists (select from public.told where level <> ''));
