insert into public.c (a, b) values (1, 2);
insert into public.d (a, b) values (3, 4);
insert into public.e (a) values (5);
