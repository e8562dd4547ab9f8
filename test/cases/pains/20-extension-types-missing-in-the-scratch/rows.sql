insert into public.places values (1, '(1,2)');
