create table public.a (x bigint not null, n integer);
create table public.b (x bigint, m bigint default 4);
create table public.c (n integer, m bigint default 4, z integer) inherits (public.a, public.b);
create table public.d () inherits (public.c);
create index on public.c (x);
create view public.v as select x from public.d;

create table public.top (x bigint, k text);
create table public.l (x bigint, k text);
create table public.r () inherits (public.top);
create table public.bottom () inherits (public.l, public.r);

create type public.e as enum ('p', 'r');
create table public.f (x public.e);
create table public.g (x public.e);
create table public.h (z integer) inherits (public.f, public.g);
