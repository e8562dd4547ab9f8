create function f() returns trigger language plpgsql as 'begin return null; end';
create table p (id integer, a text) partition by range (id);
create table p1 partition of p for values from (0) to (10) partition by list (a);
create table p11 partition of p1 for values in ('a');
create table p2 partition of p for values from (10) to (20);
create trigger others after insert on p for each row execute function f();
alter table p2 enable always trigger others;
