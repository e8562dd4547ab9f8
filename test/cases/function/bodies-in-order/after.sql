create table public.people (id integer);
create function public.b() returns integer language sql as $$select 1$$;
create function public.a() returns integer language sql as $$select public.b()$$;
create view public.v as select public.a() as a;
create function public.c() returns bigint language sql as $$select sum(a) from public.v$$;
create table public.uses (n integer default public.a(), m bigint default public.c());
