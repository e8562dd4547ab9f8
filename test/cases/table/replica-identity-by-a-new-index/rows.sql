insert into public.u values (1, 1);
