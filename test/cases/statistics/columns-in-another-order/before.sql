create table public.a (b integer, c integer);
create statistics public.s (dependencies) on c, b from public.a;
