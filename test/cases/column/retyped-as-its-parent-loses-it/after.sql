create table public.p (a int);
create table public.k (c integer not null default 0) inherits (public.p);
