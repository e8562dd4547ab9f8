insert into public.orgs (name, secret) values ('a', 'x'), ('b', 'y');
