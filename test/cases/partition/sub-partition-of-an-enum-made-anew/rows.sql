insert into o values (1,'new');
