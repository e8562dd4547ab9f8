create type public.reach as range (subtype = float8, subtype_diff = float8mi, multirange_type_name = spans);
create type public.alldays as range (subtype = date, multirange_type_name = alldays_multi);
create table public.week (day date);
