create function public.add(a integer, b integer default 2) returns integer
language sql immutable strict parallel safe cost 5 as $$select a + b$$;
create function public.who(out name text, out age integer) returns record language plpgsql stable security definer
set search_path = '' set work_mem = '8MB' as $function$
begin
  name := 'it''s $$';
  age := 1;
end
$function$;
create function public.many(variadic items text[]) returns table (item text, n bigint) language sql rows 7
as $$select unnest(items), 1::bigint$$;
create function public.twice(x integer) returns integer language sql return x * 2;
create function public.none() returns void language sql begin atomic; end;
comment on function public.add(integer, integer) is 'Sum';
revoke execute on function public.add(integer, integer) from public;
grant execute on function public.add(integer, integer) to app_reader with grant option;
