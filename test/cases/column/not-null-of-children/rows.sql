insert into b values (1, 1); insert into e values (2, 2); insert into m values (1, 1), (2, 2);
