-- reconcile: renamed_from par
create table parent (
  id int not null,
  -- reconcile: renamed_from mail
  email text not null check (email <> ''),
  d date not null,
  -- reconcile: renamed_from par_u
  constraint parent_u unique (id, d)
) partition by range (d);
-- reconcile: renamed_from p1
create table y2020 partition of parent for values from ('2020-01-01') to ('2021-01-01');
-- reconcile: renamed_from p2
create table y2021 partition of parent for values from ('2021-01-01') to ('2022-01-01') partition by list (id);
create table p2a partition of y2021 for values in (1, 2);
create index parent_email_idx on parent (email);
create table base (
  id serial primary key,
  -- reconcile: renamed_from n
  m int check (m > 0)
);
create table kid (x int) inherits (base);
create view v as select email as mail from y2020;
create view vk as select m as n from kid;
