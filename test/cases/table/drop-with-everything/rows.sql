insert into public.stays values (1);
insert into public.goes (stays) values (1), (1);
