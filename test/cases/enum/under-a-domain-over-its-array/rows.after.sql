insert into public.days values ('{glad,sad}', 'sad', '{sad}'), (null, null, '{}');
