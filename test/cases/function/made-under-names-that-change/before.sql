create table public.kept (id int);
