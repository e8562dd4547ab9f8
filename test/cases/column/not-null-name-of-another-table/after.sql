create table src (id int not null); create table l1 (like src including all);
