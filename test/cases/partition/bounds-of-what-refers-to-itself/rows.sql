insert into posts values (1, 1, null), (2, 1, 1), (5, 2, null), (6, 2, 5), (7, 3, null);
