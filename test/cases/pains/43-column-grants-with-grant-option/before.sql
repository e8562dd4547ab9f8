create table public.t (id integer, name text, note text);
grant select (id, name) on public.t to app_reader with grant option;
grant update (note) on public.t to app_writer;
