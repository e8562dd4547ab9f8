insert into public.people values (1, '7', 'x', 12, 3.5, '2024-01-01 10:00+00', '{a,b}', '{"k": 1}');
