create table public.a (x integer constraint k primary key, y integer);
create index i on public.a (y);
create view public.v as select x from public.a;
create view public.w as select x from public.v;
