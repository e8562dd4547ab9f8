-- reconcile: renamed_from b
create table a (id serial primary key, x int);
-- reconcile: renamed_from c
create table b (id serial primary key, y int, a_id int references a);
-- reconcile: renamed_from q
create table p (id int primary key, one text);
-- reconcile: renamed_from p
create table q (id int primary key, two int, three int, p_id int references p);
create view pv as select * from p;
create view qv as select two, one from q x join p y on y.id = x.p_id;
