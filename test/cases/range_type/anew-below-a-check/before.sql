create schema old;
-- The multirange type is made in the schema that comes first in the search path: public.
create type old.span as range (subtype = numeric, multirange_type_name = spans);
create table public.stay (during old.span not null, constraint said check (during::text <> ''));
create index stay_during on public.stay (during) where during is not null;
