create sequence public.numbers;
create table public.old (id integer primary key default nextval('public.numbers'), name text);
alter sequence public.numbers owned by public.old.id;
