create table t (
  -- reconcile: renamed_from id
  key serial primary key,
  -- reconcile: renamed_from mail
  email varchar(40) unique not null check (email <> ''),
  -- reconcile: renamed_from a
  b int default 1,
  -- reconcile: renamed_from b
  c bigint default 2,
  x text,
  parent int references t (key),
  total int generated always as (b + 1) stored
);
create index t_email_idx on t (lower(email));
create view v as select key as id, email as mail, x from t;
create view w as select email, b from t;
create function f(t) returns int language sql as 'select 1';
create policy p on t using (b > 1);
