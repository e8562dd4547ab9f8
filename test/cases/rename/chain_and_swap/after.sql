-- reconcile: renamed_from a
create table b (id serial primary key, x int);
-- reconcile: renamed_from b
create table c (id serial primary key, y int, a_id int references b);
-- reconcile: renamed_from p
create table q (id int primary key, one text);
-- reconcile: renamed_from q
create table p (id int primary key, two int, three int, p_id int references q);
create view pv as select * from q;
create view qv as select two, one from p x join q y on y.id = x.p_id;
