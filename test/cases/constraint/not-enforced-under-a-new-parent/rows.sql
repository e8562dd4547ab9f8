insert into public.c (b) values (20);
