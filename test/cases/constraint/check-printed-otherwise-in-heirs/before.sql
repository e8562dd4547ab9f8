create table public.x (a int);
