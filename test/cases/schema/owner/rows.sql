insert into app.notes values (1), (2);
