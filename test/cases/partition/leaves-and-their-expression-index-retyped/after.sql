create table r (k int, g int, v text) partition by range (g);
create table r1 partition of r for values from (0) to (10) partition by list (k);
create table r11 partition of r1 for values in (1,2);
create table rd partition of r1 default;
create index rv on r (lower(v));
