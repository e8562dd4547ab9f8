create table public.t (id integer primary key);
create table public.u (id integer primary key);
grant select (id, tableoid), update (id) on public.t to app_reader;
