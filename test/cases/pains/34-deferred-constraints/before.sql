create table public.p (id integer primary key);
create table public.t (id integer unique, p integer references public.p);
