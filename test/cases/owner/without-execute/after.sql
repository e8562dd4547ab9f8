create table t (id integer primary key, a integer);
alter table t owner to app_other;
create function touch() returns trigger language plpgsql as 'begin return new; end';
revoke all on function touch() from public;
create trigger touched before update on t for each row execute function touch();
create function plus(integer, integer) returns integer language sql immutable as 'select $1 + $2';
revoke all on function plus(integer, integer) from public;
create aggregate total(integer) (sfunc = plus, stype = integer, initcond = '0');
alter aggregate total(integer) owner to app_other;
