create function public.f(a integer) returns integer language sql as $$select 1$$;
create function public.f(a text) returns integer language sql as $$select 2$$;
