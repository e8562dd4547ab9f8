insert into c(k) values (1),(2),(3);
