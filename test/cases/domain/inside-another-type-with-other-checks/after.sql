create domain d as numeric(12,2) not null constraint k0 check (value > 0) constraint k2 check (value % 2 = 0);
create type c2 as (a varchar(40), b d[], e numeric(12,2));
create table t (x c2);
