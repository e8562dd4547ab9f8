create schema s;
create table s.a (id serial, n integer generated always as identity);
create view s.v as select id from s.a;
grant select on all tables in schema s to app_reader;
create sequence s.own;
grant usage on all sequences in schema s to app_reader;
create table s.later (id serial, n integer generated always as identity);
create table b (id serial);
grant all on sequence b_id_seq to app_writer;
