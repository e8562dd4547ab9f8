create table m (id int not null, k int not null, constraint m_pk primary key (id, k)) partition by list (k);
create table ma partition of m for values in (1); create table mb partition of m for values in (2);
