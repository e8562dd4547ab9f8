insert into people values ('Ann', '2000-01-01');
