create table public.p (d integer default 3, k bigint, j jsonb not null, constraint c check (j is not null)) partition by range (k);
create table public.p_2 partition of public.p for values from (0) to (50) partition by range (k);
create table public.p_3 partition of public.p_2 for values from (0) to (5);
create table public.i (id integer, constraint positive check (id > 0));
create table public.h (more text) inherits (public.i);
