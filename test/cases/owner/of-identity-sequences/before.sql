create table a (id integer generated always as identity, x text);
alter table a owner to app_owner;
create table b (id integer generated always as identity, x text);
grant usage on sequence b_id_seq to app_reader;
