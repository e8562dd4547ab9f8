insert into public.people values (1, 'Ann'); insert into public.old values (1);
