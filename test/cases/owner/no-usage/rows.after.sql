insert into closed.t values (1, '2');
