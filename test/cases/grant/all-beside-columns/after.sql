create table public.t (a integer, b integer);
grant all on public.t to app_reader;
grant update (a) on public.t to app_reader;
grant all (a) on public.t to app_writer with grant option;
grant select on public.t to app_writer;
