create function med(integer) returns integer language sql as 'select $1';
create aggregate tot(integer) (sfunc = int4pl, stype = integer);
create view v as select tot(a) as x, med(max(a)) as y from (values (1)) q(a);
