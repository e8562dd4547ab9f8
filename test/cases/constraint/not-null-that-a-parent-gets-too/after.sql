create table things (width bigint not null, depth numeric not null, c integer);
create table boxes (width bigint constraint wide not null, depth numeric constraint deep not null) inherits (things);
