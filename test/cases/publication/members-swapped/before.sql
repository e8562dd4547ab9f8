create table public.a (id integer primary key);
create table public.b (id integer primary key);
create publication p for table public.a;
