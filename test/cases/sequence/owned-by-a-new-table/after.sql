create sequence public.numbers;
create table public.new (id integer primary key default nextval('public.numbers'), name text);
alter sequence public.numbers owned by public.new.id;
