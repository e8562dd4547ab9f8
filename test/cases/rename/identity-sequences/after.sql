create table t (
  -- reconcile: renamed_from id
  number integer generated always as identity);
grant usage on sequence t_number_seq to app_reader;
comment on sequence t_number_seq is 'stays';
-- reconcile: renamed_from a
create table b (id integer generated always as identity,
  -- reconcile: renamed_from other
  another integer generated always as identity);
grant usage, select on sequence b_id_seq to app_reader;
comment on sequence b_another_seq is 'of another';
create table named (id integer generated always as identity (sequence name ids));
grant usage on sequence ids to app_reader;
