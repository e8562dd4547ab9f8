insert into public.orders (id, state, amount) values (1, 'open', 5), (2, 'sent', 7);
