insert into public.people values (1, 'Ann', 1), (2, '', null);
