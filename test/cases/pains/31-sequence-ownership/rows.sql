select setval('public.free', 40); insert into public.t values (1, 2);
