insert into public.orgs values (1, 'a');
insert into public.people values (1, 'a@example.org', 30, 1);
