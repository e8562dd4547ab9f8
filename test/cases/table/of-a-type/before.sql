create type place as (name text, at point);
create table stop of place (name with options not null, constraint stop_pkey primary key (name));
create table plain of place;
