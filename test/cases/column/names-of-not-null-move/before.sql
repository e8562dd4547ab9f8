create table n2 (a int, b int constraint foo not null, c int constraint bar not null, d int generated always as identity (sequence name sq));
create table n3 (a int, b int constraint foo check (b > 0));
create table n4 (a int constraint foo not null, b int);
