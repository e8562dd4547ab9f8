insert into public.people values (1, 'b'), (2, 'A');
