insert into t values (1, null, null, null, 1), (2, null, null, null, 0);
