create type comp as (x bigint, z text); create domain dom as bigint; create domain dd as varchar(4) check (value > ''); create type r as range (subtype = int8);
create foreign data wrapper w; create server s foreign data wrapper w;
create foreign table f (id text, v comp, d dom, e dd, f r, g text, h uuid) server s;
