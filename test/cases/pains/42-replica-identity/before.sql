create table public.a (id integer not null);
create unique index a_id_idx on public.a (id);
create table public.b (id integer primary key);
alter table public.b replica identity full;
create table public.c (id integer);
