create table o (id integer primary key);
create table p (id integer not null primary key, n integer references o, unique (id, n)) partition by range (id);
create table p1 partition of p for values from (1) to (10);
create table p2 partition of p for values from (10) to (20);
create table p3 partition of p for values from (20) to (30);
alter table p1 rename constraint p_n_fkey to one;
alter table p1 rename constraint p1_pkey to two;
alter table p2 rename constraint p2_id_n_key to three;
alter table p3 rename constraint p3_pkey to four;
