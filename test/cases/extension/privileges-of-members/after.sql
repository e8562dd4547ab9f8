create extension citext with schema public;
create table public.people (id integer, name citext);
revoke execute on function public.citext(boolean) from public;
grant execute on function public.citext(boolean) to app_reader;
