create table things (c integer);
create table boxes (width numeric not null, depth numeric not null) inherits (things);
