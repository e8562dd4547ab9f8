insert into t values (1, 'happy', 'happy', '(happy,2020-01-01)', '{sad,happy}');
