create collation public.plain (provider = libc, locale = 'C');
create table public.t (id integer, name text collate public.plain, code text);
create index t_name_idx on public.t (name collate "POSIX");
create view public.sorted as select name from public.t order by code collate "C";
