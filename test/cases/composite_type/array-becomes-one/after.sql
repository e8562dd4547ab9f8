create type public.c as (a bigint, b text, d text, f text);
create table public.t (id integer primary key, x public.c not null, y public.c[], z public.c) partition by list (id);
create table public.t_1 partition of public.t default;
create materialized view public.m as select id, x from public.t;
