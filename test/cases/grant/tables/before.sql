create table public.a (id integer, name text);
create table public.b (id integer);
grant select, insert on public.a to app_reader;
grant update (name) on public.a to app_writer;
grant all on public.b to app_writer;
