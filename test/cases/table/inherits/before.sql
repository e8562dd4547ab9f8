create table public.base (id integer, note text);
create table public.child (id integer, note text, extra text);
