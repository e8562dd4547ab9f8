create table n2 (a int constraint foo not null, b int constraint bar not null, c int, e int generated always as identity (sequence name sq));
create table n3 (a int constraint foo not null, b int);
create table n4 (a int, b int constraint foo check (b > 0));
