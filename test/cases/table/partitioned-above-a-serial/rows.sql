insert into public.payments_2024 (paid) values ('2024-02-03'), ('2024-05-06');
