create function public.add(a integer, b integer default 1) returns integer language sql immutable strict parallel restricted cost 7 leakproof as $$select b + a$$;
create function public.keep_grants() returns void language plpgsql set work_mem = '4MB' as $$begin perform 1; end$$;
grant execute on function public.keep_grants() to app_reader;
comment on function public.keep_grants() is 'Kept';
