insert into "Odd Name" ("The Mail") values ('x'), ('y');
insert into aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg (email) values ('m');
