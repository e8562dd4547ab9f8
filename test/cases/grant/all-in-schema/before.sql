create schema s;
create table s.a (id serial, n integer generated always as identity);
create view s.v as select id from s.a;
create sequence s.own;
create table b (id serial);
grant all on sequence b_id_seq to app_writer;
