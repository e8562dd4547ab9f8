create type m as enum ('a','b');
create table n2 (c m default 'a', d varchar(4));
create publication p for table n2 (c);
