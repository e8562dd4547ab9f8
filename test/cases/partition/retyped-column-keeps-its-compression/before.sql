create table m (id int, label varchar(5), note text) partition by list (id);
alter table m alter label set compression pglz;
create table p partition of m for values in (1);
alter table p alter note set storage external;
alter table p alter label set storage main;
create statistics s on id, label from m;
