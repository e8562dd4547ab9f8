insert into t values (1, '{a,b}', row ('a', 1), 1);
