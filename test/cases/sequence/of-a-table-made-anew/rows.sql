insert into public.t values (default, 1, 1), (default, 1, 1);
