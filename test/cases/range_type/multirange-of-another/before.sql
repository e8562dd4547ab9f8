create type public.span as range (subtype = float8, multirange_type_name = spans);
create type public.days as range (subtype = date, multirange_type_name = week);
