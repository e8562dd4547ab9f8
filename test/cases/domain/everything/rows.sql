insert into t values (1, 'x', 3, 'abc', '{a,b}');
