create table public.t (id integer, name text, note text);
grant select (id) on public.t to app_reader;
grant select (name) on public.t to app_reader with grant option;
grant update (note) on public.t to app_writer with grant option;
grant references (id) on public.t to public;
