create domain email as text;
create domain age as integer default 1 not null constraint positive check (value > 0);
comment on constraint positive on domain age is 'Nobody is unborn';
create domain code as varchar(3);
create table t (id int, e email, a age, c code default 'abc', cs code[]);
