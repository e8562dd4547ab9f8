create type mood as enum ('sad', 'ok', 'happy');
create table t (id int primary key, m mood default 'ok', ms mood[] default '{sad}', check (m <> 'ok' or id > 0));
create view v as select id from t where m in ('happy', 'ok');
