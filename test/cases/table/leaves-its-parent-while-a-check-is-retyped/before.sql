create table base (id bigint primary key, note text, check (id > 0));
create table loose () inherits (base);
