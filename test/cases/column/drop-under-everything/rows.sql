insert into public.items values (1, 'one', 10);
