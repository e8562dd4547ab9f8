create table public.t (id integer, a text, b text, primary key (id) include (b));
create index t_a_idx on public.t (a text_pattern_ops desc nulls last) include (b) with (fillfactor = 70);
