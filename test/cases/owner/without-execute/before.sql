create table t (id integer primary key, a integer);
alter table t owner to app_other;
create function touch() returns trigger language plpgsql as 'begin return new; end';
revoke all on function touch() from public;
insert into t values (1, 1);
