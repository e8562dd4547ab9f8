create domain email as text collate "C" not null check (value like '%@%' or value = 'x');
create domain age as integer default 2 constraint positive check (value > 0) constraint old check (value < 200);
alter domain age add constraint recent check (value < 190) not valid;
comment on domain age is 'Years';
create domain code as varchar(5) default 'x';
create table t (id int, e email, a age, c code default 'abc', cs code[]);
