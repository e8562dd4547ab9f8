create function public.add(a integer, b integer) returns integer language sql as $$select a + b$$;
create function public.keep_grants() returns void language plpgsql security definer set search_path = 'public' as $$begin end$$;
grant execute on function public.keep_grants() to app_reader;
comment on function public.keep_grants() is 'Kept';
