-- The domain gets another name and another base type, its column only that type.
-- reconcile: renamed_from tag
create domain public.number as bigint;
create table public.items (id int, tag bigint);
create table public.parts () inherits (public.items);
