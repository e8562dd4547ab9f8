create schema closed;
create table closed.t (id bigint primary key, n text default 'x');
alter table closed.t owner to app_other;
create type closed.pair as (a bigint, b closed.t);
alter type closed.pair owner to app_other;
grant usage on type closed.pair to app_reader with grant option;
revoke usage on type closed.pair from public;
comment on type closed.pair is 'Two';
