insert into public.t (price) values (5), (6);
