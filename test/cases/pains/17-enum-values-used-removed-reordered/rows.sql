insert into public.orders values (1, 'open'), (2, 'sent');
