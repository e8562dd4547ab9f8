create table public.t (id integer primary key);
create type public.promised;
