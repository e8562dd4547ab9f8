insert into p1 values (1); insert into p values (5); insert into c values (6);
