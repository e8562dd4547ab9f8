create view v as select null::integer as a, null::text as b;
create view w as select b from v;
create or replace view v as select length(b) as a, b from (values ('y'::text)) s (b);
create view x as select 1 as one;
create or replace view x as select 2 as one, a as two from v;
