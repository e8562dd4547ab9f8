create table team (id int primary key, captain int);
create table person (id int primary key, team int references team);
alter table team add foreign key (captain) references person;
