create table public.n1 (k int, c timestamptz default now()) partition by range (k);
create table public.n1p partition of public.n1 for values from (0) to (10) partition by range (k);
create table public.n1q partition of public.n1p default;
create index "zzz" on public.n1 (c desc);
create index "aaa" on public.n1 (c nulls first);
