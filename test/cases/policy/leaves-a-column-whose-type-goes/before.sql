create type pair as (a integer, b text);
create table t (p pair, n integer);
alter table t owner to app_owner;
create policy one on t using (n > 1);
insert into t values ((1, 'x'), 1);
