create table public.t (id integer, a text, b text, primary key (id));
create index t_a_idx on public.t (a);
