create type public.empty;
create type public.promised;
create table public.t (id integer primary key);
