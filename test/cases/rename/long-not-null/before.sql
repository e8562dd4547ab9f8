create table n4 (a int not null, b text, c int primary key, "c1say ""hi""" int not null);
