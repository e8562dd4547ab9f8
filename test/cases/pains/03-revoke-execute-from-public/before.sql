create function public.purge_all() returns void language sql security definer set search_path = '' as 'select';
create procedure public.rebuild() language sql as 'select';
