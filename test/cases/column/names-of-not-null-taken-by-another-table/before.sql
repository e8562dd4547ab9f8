create table t_old (a int not null, b text not null);
