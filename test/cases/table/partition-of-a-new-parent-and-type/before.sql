create type pair as (a integer, b text);
create type mood as enum ('calm', 'glad');
create table base (id integer not null, p pair default null::pair not null, m mood[]) partition by hash (id);
create table one partition of base for values with (modulus 1, remainder 0);
