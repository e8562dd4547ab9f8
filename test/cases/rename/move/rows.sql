insert into src.thing (n) values (1), (1);
