create function public.purge_all() returns void language sql security definer set search_path = '' as 'select';
revoke execute on function public.purge_all() from public;
create procedure public.rebuild() language sql as 'select';
revoke all on procedure public.rebuild() from public;
grant execute on procedure public.rebuild() to app_writer;
