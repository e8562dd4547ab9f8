create domain d6 as text;
create table n2r (c d6 collate "POSIX" default lower('ABC'), primary key (c));
