create table p (id int primary key);
create table a (id int constraint fk references p);
create table b (id int);
alter table b add constraint fk foreign key (id) references p not valid;
create table c (id int);
alter table c add constraint fk foreign key (id) references p not valid;
create table d (id int constraint fk references p deferrable initially deferred, constraint d_id_check check (id > 0));
