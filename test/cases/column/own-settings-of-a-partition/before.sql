create table public.p (k integer, v text collate "C", d integer default 5, m text) partition by range (abs(k));
create table public.p_1 partition of public.p for values from (200) to (250);
create table public.i (k integer, v text default 'a');
create table public.j (more integer) inherits (public.i);
