insert into public.a values (1, 'x');
insert into public.b (note) values ('y'), ('z');
insert into public.c (note) values ('w');
