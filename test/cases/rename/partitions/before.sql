-- reconcile: renamed_from parent
create table par (
  id int not null,
  -- reconcile: renamed_from email
  mail text not null check (mail <> ''),
  d date not null,
  -- reconcile: renamed_from parent_u
  constraint par_u unique (id, d)
) partition by range (d);
-- reconcile: renamed_from y2020
create table p1 partition of par for values from ('2020-01-01') to ('2021-01-01');
-- reconcile: renamed_from y2021
create table p2 partition of par for values from ('2021-01-01') to ('2022-01-01') partition by list (id);
create table p2a partition of p2 for values in (1, 2);
create index par_mail_idx on par (mail);
create table base (
  id serial primary key,
  -- reconcile: renamed_from m
  n int check (n > 0)
);
create table kid (x int) inherits (base);
create view v as select mail as mail from p1;
create view vk as select n as n from kid;
