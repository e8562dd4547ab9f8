insert into t (a, b) values (1, 2);
insert into c (a) values (3);
