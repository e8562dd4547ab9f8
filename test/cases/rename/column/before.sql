create table t (
  -- reconcile: renamed_from key
  id serial primary key,
  -- reconcile: renamed_from email
  mail varchar(20) unique not null check (mail <> ''),
  -- reconcile: renamed_from b
  a int default 1,
  -- reconcile: renamed_from c
  b int default 2,
  x text,
  parent int references t (id),
  total int generated always as (a + 1) stored
);
create index t_mail_idx on t (lower(mail));
create view v as select id as id, mail as mail, x from t;
create view w as select mail, a from t;
create function f(t) returns int language sql as 'select 1';
create policy p on t using (a > 1);
