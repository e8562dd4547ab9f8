insert into public.log values ('2024-03-01', 'spring');
