create type public.span as range (subtype = numeric, multirange_type_name = spans);
create table public.stay (during public.span not null, constraint said check (during::text <> ''));
create index stay_during on public.stay (during) where during is not null;
