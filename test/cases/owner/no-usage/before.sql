create schema closed;
create table closed.t (id bigint primary key, n bigint, old int);
alter table closed.t owner to app_other;
grant delete on closed.t to app_reader with grant option;
create type closed.pair as (a bigint);
alter type closed.pair owner to app_other;
revoke usage on type closed.pair from public;
