insert into public.events values (2, '2024-05-05', 'b'); insert into public.events_2023 values (1, '2023-05-05', 'a');
