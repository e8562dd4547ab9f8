create function public.f(a integer) returns integer language sql as $$select 10$$;
create function public.f(a text, b text default '') returns integer language sql as $$select 3$$;
create function public.f(variadic a date[]) returns integer language sql as $$select 4$$;
