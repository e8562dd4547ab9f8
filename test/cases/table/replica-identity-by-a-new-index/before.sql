create table public.t (id integer primary key, a integer not null);
alter table public.t replica identity full;
create table public.u (id integer primary key, a integer not null);
create unique index u_a on public.u (a);
