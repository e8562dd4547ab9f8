create table public.orders (id integer not null, constraint orders_once unique (id));
create table public.lines (id integer primary key, of_order integer references public.orders (id));
create table public.notes (id integer primary key, of_order integer constraint notes_order references public.orders (id));
