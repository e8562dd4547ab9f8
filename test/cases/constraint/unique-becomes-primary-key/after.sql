create table public.orders (id integer primary key);
create table public.lines (id integer primary key, of_order integer references public.orders (id));
create table public.notes (id integer primary key, of_order integer constraint notes_order references public.orders (id) on delete cascade);
