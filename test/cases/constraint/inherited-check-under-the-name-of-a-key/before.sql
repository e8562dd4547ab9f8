create table c9 (c0 int not null, constraint nk0 primary key (c0));
