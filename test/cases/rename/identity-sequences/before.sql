create table t (id integer generated always as identity);
grant usage on sequence t_id_seq to app_reader;
comment on sequence t_id_seq is 'stays';
create table a (id integer generated always as identity, other integer generated always as identity);
grant usage on sequence a_id_seq to app_reader;
comment on sequence a_other_seq is 'of the other';
create table named (id integer generated always as identity);
grant usage on sequence named_id_seq to app_reader;
