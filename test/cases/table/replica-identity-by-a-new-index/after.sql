create table public.t (id integer primary key, a integer not null, b text not null default 'b');
create unique index t_b on public.t (b);
alter table public.t replica identity using index t_b;
create table public.u (id integer primary key, a integer not null);
create unique index u_a on public.u (a);
alter table public.u replica identity using index u_a;
