create table ev (id int, at int, primary key (id, at)); create table ref (id int, at int, foreign key (id, at) references ev);
