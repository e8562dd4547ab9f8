insert into par values (1, 'm', '2020-05-05'), (2, 'n', '2021-05-05');
insert into base (n) values (1);
insert into kid (n, x) values (2, 2);
