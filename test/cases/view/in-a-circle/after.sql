create table numbers (a integer, b text);
create view standing as select null::integer as a, null::text as b;
create view over_it as select b, a from standing;
create or replace view standing as select a, b from over_it;
create view two as select null::integer as a, null::text as b;
create view one as select a from two;
create or replace view two as select a, 'two'::text as b from one;
grant select on one to public;
comment on view two is 'On one, which is on it';
