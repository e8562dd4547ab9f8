create schema s;
create table emp (id bigint primary key, boss bigint, name text);
create recursive view s.chain (id, depth, path) as
  select id, 1, array[name] from emp where boss is null union all select e.id, c.depth + 1, c.path || e.name from emp e join chain c on e.boss = c.id;
create or replace recursive view "Count" (n) as select 1 union all select n + 1 from "Count" where n < 3;
