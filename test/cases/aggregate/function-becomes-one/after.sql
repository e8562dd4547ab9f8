create aggregate med(integer) (sfunc = int4larger, stype = integer);
create function tot(integer) returns integer language sql as 'select $1';
create view v as select tot(max(a)) as x, med(a) as y from (values (1)) q(a);
