insert into public.orders (other) values (1), (2);
