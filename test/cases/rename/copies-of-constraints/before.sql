create table o (id integer primary key);
create table p (id integer not null primary key, n integer references o, unique (id, n)) partition by range (id);
create table p1 partition of p for values from (1) to (10);
create table p2 partition of p for values from (10) to (20);
