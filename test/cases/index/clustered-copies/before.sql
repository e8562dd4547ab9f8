create table p (id int not null, v text) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
create index pi on p ((v || 'x'), id);
alter table p add primary key (id);
