create table p (id integer generated always as identity, k integer) partition by list (k);
create table p1 partition of p for values in (1);
