create table public.keep_me (id integer primary key);
create table public.one (id integer primary key, two integer);
create table public.two (id integer primary key, one integer references public.one);
alter table public.one add constraint one_two_fkey foreign key (two) references public.two;
