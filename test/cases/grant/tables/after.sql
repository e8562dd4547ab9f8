create table public.a (id integer, name text);
create table public.b (id integer);
grant select on public.a to public;
grant select on public.a to app_reader with grant option;
grant insert, update, delete, truncate, references, trigger on public.a to app_writer;
grant select on public.b to app_writer;
revoke insert on public.b from postgres;
