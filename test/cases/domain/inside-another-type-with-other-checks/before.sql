create domain d as numeric(12,2) not null constraint k0 check (value > 0) constraint k1 check (value in (1,2,3));
create type c1 as (a varchar(40), b d[], e date);
create table t (x c1);
