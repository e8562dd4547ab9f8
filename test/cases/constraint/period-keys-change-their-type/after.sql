create extension btree_gist;
create table p (id bigint, valid daterange, primary key (id, valid without overlaps));
create table c (pid bigint, valid daterange, foreign key (pid, period valid) references p);
