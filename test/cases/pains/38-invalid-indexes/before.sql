create table public.t (id integer, day date) partition by list (id);
create table public.t1 partition of public.t for values in (1);
create index t_day_idx on only public.t (day);
