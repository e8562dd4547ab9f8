select setval('public.numbers', 50);
