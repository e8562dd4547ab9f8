insert into public.people (id) values (1), (2);
