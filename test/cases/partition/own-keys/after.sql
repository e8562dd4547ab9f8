create table q (k int not null, n numeric) partition by hash (k);
create table q0 partition of q for values with (modulus 8, remainder 0);
alter table q0 add primary key (k, n);
create table q1 partition of q (primary key (k,n)) for values with (modulus 8, remainder 1);
