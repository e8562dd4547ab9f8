insert into t values (1, '(main,rome,1)', '(1,x)');
