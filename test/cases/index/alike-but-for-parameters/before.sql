create table t (k int, c int[]) partition by list (k);
create index n0 on t using btree (k);
