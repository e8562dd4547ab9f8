insert into public.items (id, net, tax) values (1, 10, 2);
