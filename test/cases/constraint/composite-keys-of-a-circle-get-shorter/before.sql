create table team (tenant int, id int, captain int, primary key (tenant, id));
create table person (tenant int, id int, team int, primary key (tenant, id));
alter table team add foreign key (tenant, captain) references person;
alter table person add foreign key (tenant, team) references team;
