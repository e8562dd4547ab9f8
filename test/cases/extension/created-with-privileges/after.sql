create schema app;
create extension citext with schema public;
revoke execute on function public.citext(boolean) from public;
grant execute on function public.citext(boolean) to app_reader;
