insert into public.items (id, amount) values (1, 5);
