insert into public.cache values ('a', '1'), ('b', null);
