create extension btree_gist;
create table p (id int, valid daterange, primary key (id, valid without overlaps));
create table c (pid int, valid daterange, foreign key (pid, period valid) references p);
