create table public.t (id integer primary key, other integer);
create sequence public.kept owned by public.t.other;
create table public.stays (id integer);
