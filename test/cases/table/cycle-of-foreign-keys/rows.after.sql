insert into public.one values (1, null);
insert into public.two values (1, 1);
update public.one set two = 1;
insert into public.keep_me values (7);
