insert into public.docs values (1, 'a', 'b', 'c');
