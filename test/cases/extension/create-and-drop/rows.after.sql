insert into public.mails values ('B@example.org');
