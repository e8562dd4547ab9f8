insert into public.people (id, name) values (1, 'Ann'), (2, null);
