create table public.a (id integer primary key, name text);
create publication p for table public.a;
