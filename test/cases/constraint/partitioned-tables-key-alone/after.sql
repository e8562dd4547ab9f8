create table q (k int not null, n numeric not null) partition by hash (k);
create table q0 partition of q for values with (modulus 8, remainder 0);
create table q1 partition of q for values with (modulus 8, remainder 1);
alter table only q add constraint qp primary key (k, n);
alter table q0 add primary key (k, n);
alter table q1 add primary key (k, n);
alter index qp attach partition q0_pkey;
alter index qp attach partition q1_pkey;
