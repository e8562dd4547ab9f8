create domain d as int constraint other check (value in (1, 2, 3));
create type c as (a bigint, b text);
