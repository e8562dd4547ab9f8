create table q (k int not null, n numeric) partition by hash (k);
create table q0 partition of q for values with (modulus 8, remainder 0);
