create schema s;
create table emp (id integer primary key, boss integer, name text);
create recursive view s.chain (id, depth) as
  select id, 1 from emp where boss is null union all select e.id, c.depth + 1 from emp e join chain c on e.boss = c.id;
