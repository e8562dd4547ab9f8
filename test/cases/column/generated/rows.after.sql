insert into public.items (id, net, tax, gross) values (1, 10, 2, 12);
