insert into t (mail, a, b, x) values ('m', 1, 2, 'x'), ('n', 3, 4, 'y');
