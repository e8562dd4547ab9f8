create type pair as (a integer, b text, c date);
create type mood as enum ('glad', 'calm', 'sad');
create table base (id integer not null, p pair default null::pair not null, m mood[], more text default 'x') partition by list (id);
create table one partition of base default;
