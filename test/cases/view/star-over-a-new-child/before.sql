create table public.p (a integer, c integer);
