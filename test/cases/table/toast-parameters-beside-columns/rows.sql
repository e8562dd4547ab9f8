insert into public.t (id) values (1);
insert into public.u values (1, repeat('x', 10000));
