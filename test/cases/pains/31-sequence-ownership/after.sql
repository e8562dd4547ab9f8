create sequence public.free;
create sequence public.bound;
create table public.t (id integer primary key default nextval('public.free'), other integer);
alter sequence public.free owned by public.t.id;
alter sequence public.bound owned by none;
