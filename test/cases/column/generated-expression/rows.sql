insert into public.items (id, net) values (1, 10);
