create table m (id bigint not null, k int not null, constraint m_pk primary key (id, k)) partition by list (k);
create table ma (id bigint not null, k int not null, constraint ma_pkey primary key (id, k)); create table mb partition of m for values in (2);
