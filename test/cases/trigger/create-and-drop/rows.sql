insert into public.people values (1, 'Ann', '2024-01-01');
