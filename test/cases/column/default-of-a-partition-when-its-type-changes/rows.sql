insert into public.t values (1, 'x', 1), (1, 'y', 2);
insert into public.c values (1, 2);
