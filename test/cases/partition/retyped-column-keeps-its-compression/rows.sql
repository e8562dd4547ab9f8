insert into m values (1, null, 'ä');
