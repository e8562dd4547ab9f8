insert into public.members values (1, 'Ann');
insert into public.notes values (1, 1);
