create table t (id int, d date, ts timestamptz);
