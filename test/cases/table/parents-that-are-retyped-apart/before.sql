-- What a child has from parents that have nothing to do with each other is retyped in all of them.
create table public.a (x integer not null, n integer);
create table public.b (x integer, m integer default 4);
create table public.c (n integer, m integer default 4, z integer) inherits (public.a, public.b);
create table public.d () inherits (public.c);
create index on public.c (x);
create view public.v as select x from public.d;

-- Of a diamond, one side leaves the top.
create table public.top (x integer, k text);
create table public.l (x integer, k text) inherits (public.top);
create table public.r () inherits (public.top);
create table public.bottom () inherits (public.l, public.r);

create type public.e as enum ('p', 'q', 'r');
create table public.f (x public.e);
create table public.g (x public.e);
create table public.h (z integer) inherits (public.f, public.g);
