create type public.span as range (subtype = integer, multirange_type_name = public.spans);
alter type public.span owner to app_owner;
comment on type public.span is 'from, to';
create type public."odd. name" as range (subtype = integer, multirange_type_name = public."odd. names");
