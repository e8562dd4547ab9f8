insert into public.a values (1);
insert into public.b values (2);
insert into public.c values (3);
