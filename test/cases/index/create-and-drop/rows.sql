insert into public.people values (1, 'Ann', 'A@example.org', '{"a": 1}', '2000-01-01');
