create domain word as varchar(40) constraint few check (value in ('a', 'b'));
comment on constraint few on domain word is 'few';
create table t (id integer);
