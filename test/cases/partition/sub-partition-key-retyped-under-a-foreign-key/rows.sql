insert into r values (1,1); insert into f values (1,1);
