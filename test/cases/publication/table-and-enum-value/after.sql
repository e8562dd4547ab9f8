create type public.mood as enum ('a', 'b', 'c');
create table public.fresh (id integer primary key, m public.mood);
create publication p for table public.fresh;
