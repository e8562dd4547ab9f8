insert into public.events values (1, '2023-05-05', 'a'); insert into public.events_2024 values (2, '2024-05-05', 'b');
