create table t (a int not null, b text not null);
create table t_old (like t including all);
