insert into public.people (id, mail, names) values ('00000000-0000-0000-0000-000000000001', 'Ann@example.org', '{Ann,Lee}');
