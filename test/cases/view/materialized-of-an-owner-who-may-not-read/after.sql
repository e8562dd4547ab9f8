-- A materialised view that someone else filled: its owner may read neither the table nor the column, nor call the function.
create schema depot authorization app_other;
create table depot.parts (id int, name text);
grant select (id) on depot.parts to app_other;
create function depot.label(text) returns text language sql as 'select upper($1)';
revoke execute on function depot.label from public;

create materialized view depot.numbers as select id from depot.parts;
alter materialized view depot.numbers owner to app_other;
create materialized view depot.names as select id, name from depot.parts;
alter materialized view depot.names owner to app_other;
create materialized view depot.labels as select depot.label(id::text) as label from depot.parts;
alter materialized view depot.labels owner to app_other;
create materialized view depot.few as select label from depot.labels with no data;
alter materialized view depot.few owner to app_other;
create unique index on depot.few (label);
