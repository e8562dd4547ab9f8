create type mood as enum ('sad', 'happy');
create table t (id int primary key, m mood default 'sad', ms mood[] default '{sad}');
create view v as select id from t where m = 'happy';
