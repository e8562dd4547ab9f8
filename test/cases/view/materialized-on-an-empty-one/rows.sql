insert into public.t values (1, 2), (1, 3);
