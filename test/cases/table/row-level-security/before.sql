create table public.a (id integer);
create table public.b (id integer);
alter table public.b enable row level security;
create table public.c (id integer);
alter table public.c enable row level security;
alter table public.c force row level security;
