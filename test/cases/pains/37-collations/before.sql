create table public.t (id integer, name text, code text collate "C");
create index t_name_idx on public.t (name);
