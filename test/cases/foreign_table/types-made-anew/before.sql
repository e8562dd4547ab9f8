create type comp as (x int, y text); create domain dom as int; create domain dd as text; create type r as range (subtype = int4);
create foreign data wrapper w; create server s foreign data wrapper w;
create foreign table f (id int, v comp, d dom, e dd, f r, g text collate "C", h int[]) server s;
