create table public.c (b integer);
