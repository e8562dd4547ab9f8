create table public.t (id integer primary key);
create table public.u (id integer primary key);
grant select (ctid) on public.u to app_reader;
