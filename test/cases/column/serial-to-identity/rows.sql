insert into a (v) values ('x'), ('y');
insert into b (v) values ('x'), ('y'), ('z');
insert into f values (default);
