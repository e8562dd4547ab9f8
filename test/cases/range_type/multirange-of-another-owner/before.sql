create type public.span as range (subtype = integer);
alter type public.span owner to app_owner;
create type public."odd. name" as range (subtype = integer);
