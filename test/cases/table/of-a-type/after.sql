create type place as (name text, at point, line int);
create table stop of place (name with options not null, line with options default 1, constraint stop_pkey primary key (name));
comment on column stop.line is 'Its line';
create table plain (name text, at point, line int);
create table fresh of place;
