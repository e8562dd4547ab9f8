create view v as select 0 as a, 'x'::text as b;
create view w as select b from v;
