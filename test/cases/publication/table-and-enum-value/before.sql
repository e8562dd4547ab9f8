create type public.mood as enum ('a', 'b');
create table public.old (id integer primary key, m public.mood);
create publication p for table public.old;
