create domain public.tag as uuid;
create table public.items (id int, tag public.tag);
create table public.parts () inherits (public.items);
