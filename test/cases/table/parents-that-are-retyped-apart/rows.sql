insert into public.a values (1, 2);
insert into public.b values (3, 4);
insert into public.c values (5, 6, 7, 8);
insert into public.d values (10, 11, 12, 13);
insert into public.bottom values (15, 'k');
insert into public.h values ('r', 16);
