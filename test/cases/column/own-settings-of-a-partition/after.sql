create table public.p (k integer, v text collate "C", d integer default 5, m text) partition by range (abs(k));
create table public.p_1 partition of public.p for values from (200) to (250);
alter table public.p_1 alter column k set default 2, alter column d drop default, alter column v set statistics 50, alter column m set storage external, alter column m set not null;
create table public.i (k integer, v text default 'a');
create table public.j (more integer) inherits (public.i);
alter table public.j alter column v set default 'b', alter column k set (n_distinct = 5);
