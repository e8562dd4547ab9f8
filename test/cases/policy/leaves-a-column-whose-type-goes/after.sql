create type pair as (a bigint, b text);
create table t (p pair);
alter table t owner to app_owner;
create policy one on t using (p is not null);
insert into t values ((1, 'x'));
