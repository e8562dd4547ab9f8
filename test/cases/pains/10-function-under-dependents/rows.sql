insert into public.docs (id, kind) values (1, 'abc');
