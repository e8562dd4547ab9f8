create table public.docs (id integer, a text, b text, c text);
alter table public.docs alter column a set storage external;
alter table public.docs alter column a set statistics 500;
alter table public.docs alter column b set (n_distinct = -0.5);
alter table public.docs alter column b set compression pglz;
