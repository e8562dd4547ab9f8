create table public.b (x integer constraint k primary key, y integer);
create index i on public.b (y);
create view public.u as select x from public.b;
create view public.w as select x from public.u;
