create table m (id int not null, r int, at date not null default '2020-01-01') partition by list (r);
create table p (id int not null, r int, at date not null default '2020-01-01');
alter table m attach partition p for values in (1);
create table q partition of m for values in (2);
create table a (x int not null, y int not null);
create table b (constraint own not null x) inherits (a);
create table c () inherits (b);
