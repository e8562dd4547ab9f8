insert into public.orgs values (1);
insert into public.people values (1, 1);
