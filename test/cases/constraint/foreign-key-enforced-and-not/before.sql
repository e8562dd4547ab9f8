create table p (id int primary key);
create table a (id int constraint fk references p not enforced);
create table b (id int constraint fk references p not enforced);
create table c (id int constraint fk references p);
create table d (id int constraint fk references p not enforced, constraint d_id_check check (id > 0) not enforced);
