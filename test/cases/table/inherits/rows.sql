insert into public.child values (1, 'a', 'b');
