insert into t values (1, 7, 1.25, 'same');
