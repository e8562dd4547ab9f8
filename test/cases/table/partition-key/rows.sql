insert into o values (1), (2);
insert into p values (1, 1, 'a');
