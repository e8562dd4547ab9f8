insert into a (x) values (1), (2);
insert into b (y, a_id) values (3, 1);
insert into p values (1, 'p');
insert into q values (2, 20, 30, 1);
