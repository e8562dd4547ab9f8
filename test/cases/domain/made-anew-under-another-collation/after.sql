create domain d6 as bigint;
create table n2r (c d6 default length('ABC'), primary key (c));
