create table t (k integer, a text, b text not null) partition by list (k);
create table t_rest partition of t default;
