create table public.p (k bigint not null, t text default 'a', primary key (k)) partition by range (k);
create table public.p_1 partition of public.p for values from (0) to (10) partition by list (k);
create table public.p_1_1 partition of public.p_1 for values in (3);
create table public.q (k bigint, t text) partition by hash (abs(k));
create table public.q_0 partition of public.q (constraint own check (k <> 77)) for values with (modulus 2, remainder 0);
create table public.q_1 (like public.q including all);
alter table public.q attach partition public.q_1 for values with (modulus 2, remainder 1);
grant select on public.q to app_reader;
create view public.v as select k from public.q;
