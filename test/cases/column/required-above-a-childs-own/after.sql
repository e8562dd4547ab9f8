create table a (x int, y int not null, z timestamptz not null default now());
create table b (y int, z timestamptz default now()) inherits (a);
create table c () inherits (b);
