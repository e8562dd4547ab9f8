insert into public.people values (1, 'Ann', 'x'), (2, null, null);
