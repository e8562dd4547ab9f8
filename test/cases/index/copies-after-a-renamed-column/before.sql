create table public.t (k int, a int, unique (k, a)) partition by list (k);
create index on public.t (a);
alter table public.t rename column a to b;
alter index t_a_idx rename to t_b_idx; alter table t rename constraint t_k_a_key to t_k_b_key;
