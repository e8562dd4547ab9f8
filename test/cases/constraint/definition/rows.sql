insert into public.orgs values (1, 'x');
insert into public.people values (1, 'e', 'a', 1);
