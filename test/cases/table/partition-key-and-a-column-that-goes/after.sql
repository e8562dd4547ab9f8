create table public.p (k integer not null, n integer not null, fresh text not null default 'b') partition by list (k);
create table public.p_1 partition of public.p for values in (3);
create index p_n on public.p (n);
