create table public.p (k bigint, j jsonb not null, constraint c check (j is not null)) partition by range (k);
create table public.p_1 partition of public.p for values from (0) to (10);
create table public.i (id integer, constraint positive check (id > 0));
