insert into public.a default values; insert into public.b default values; insert into public.c values (4);
