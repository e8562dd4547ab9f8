create table public.p (id integer primary key);
create table public.t (id integer, p integer);
alter table public.t add constraint positive check (id > 0) not valid;
alter table public.t add constraint t_p_fkey foreign key (p) references public.p;
