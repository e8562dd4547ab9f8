create table public.t (id integer, code text, constraint t_code_key unique nulls not distinct (code));
create unique index t_pair_idx on public.t (id, code) nulls not distinct;
