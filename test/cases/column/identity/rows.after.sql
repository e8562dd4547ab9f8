insert into public.a (note) values ('x');
insert into public.b values (3, 'y');
insert into public.c (note) values ('w');
