create table public.a (x integer, y integer) partition by list (x);
create table public.a_1 partition of public.a (primary key (x, y)) for values in (1);
create unique index a_xy on public.a (x, y);
create table public.b (x integer, y integer) partition by list (x);
create table public.b_1 partition of public.b (primary key (x, y)) for values in (1);
create unique index b_xy on public.b (x, y);
alter table public.a add constraint a_to_b foreign key (x, y) references public.b (x, y);
alter table public.b add constraint b_to_a foreign key (x, y) references public.a (x, y);
