create domain short as text constraint fits check (length(value) < 10) constraint said check (value is not null);
create domain plain as integer constraint positive check (value > 0);
create type pair as (one short, two plain);
create table t (id integer primary key, words short[] not null, both_of pair, n plain);
