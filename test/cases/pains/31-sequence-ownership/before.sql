create sequence public.free;
create sequence public.bound;
create table public.t (id integer primary key, other integer);
alter sequence public.bound owned by public.t.id;
