create table public.plain (a int);
