create table a (id int, k int, v int, constraint au unique (id, k) include (v)) partition by hash (k); create table a0 partition of a for values with (modulus 2, remainder 0);
