create table ev (id int, at int, primary key (id, at)) partition by range (at); create table ev_rest partition of ev default; create table ref (id int, at int, foreign key (id, at) references ev);
