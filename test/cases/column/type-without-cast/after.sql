create table t (id int primary key, a int4range, b text[], c uuid, d boolean);
