insert into p values (1, 5, 'x', '2020-01-01', '{}', '{1}');
insert into c values (1, 1);
