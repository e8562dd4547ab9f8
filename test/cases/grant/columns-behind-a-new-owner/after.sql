create table t (id integer, b bigint, c integer not null default 3);
alter table t owner to app_other;
grant select (id, c), update (b) on t to app_reader;
grant select (id) on t to app_owner;
create index on t (b);
comment on column t.id is 'x';
