create table public.base (id integer, note text);
create table public.child (id integer, note text, extra text);
alter table public.child inherit public.base;
