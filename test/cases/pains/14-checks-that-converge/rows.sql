insert into public.orders values (1, 'open', 'a', 5, '2022-02-02');
