create table public.a (id integer not null);
create unique index a_id_idx on public.a (id);
alter table public.a replica identity using index a_id_idx;
create table public.b (id integer primary key);
create table public.c (id integer);
alter table public.c replica identity nothing;
