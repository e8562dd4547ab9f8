insert into public.teams values (1, null); insert into public.people values (1, 1); update public.teams set lead = 1;
